#include "CICU.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

SangamBreaker *sangam_breaker_open(void) {
    UErrorCode error = U_ZERO_ERROR;
    UBreakIterator *breaker = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
    return U_SUCCESS(error) ? (SangamBreaker *)breaker : NULL;
}

void sangam_breaker_close(SangamBreaker *breaker) {
    ubrk_close((UBreakIterator *)breaker);
}

int32_t sangam_breaker_set(SangamBreaker *breaker, const uint16_t *text, int32_t length) {
    UErrorCode error = U_ZERO_ERROR;
    ubrk_setText((UBreakIterator *)breaker, (const UChar *)text, length, &error);
    return U_SUCCESS(error);
}

int32_t sangam_breaker_next(SangamBreaker *breaker, SangamWord *word) {
    UBreakIterator *words = (UBreakIterator *)breaker;
    int32_t start = ubrk_current(words);
    for (int32_t end = ubrk_next(words); end != UBRK_DONE; end = ubrk_next(words)) {
        int32_t status = ubrk_getRuleStatus(words);
        if (status >= UBRK_WORD_NUMBER) {
            word->start = start;
            word->end = end;
            word->isNumber = status < UBRK_WORD_NUMBER_LIMIT;
            return 1;
        }
        start = end;
    }
    return 0;
}

int32_t sangam_utf16(const uint8_t *text, int32_t length, uint16_t *units, int32_t *offsets) {
    int32_t at = 0, count = 0;
    while (at < length) {
        int32_t start = at;
        UChar32 scalar;
        U8_NEXT_OR_FFFD(text, at, length, scalar);
        offsets[count] = start;
        if (scalar <= 0xFFFF) {
            units[count++] = (uint16_t)scalar;
        } else {
            units[count++] = U16_LEAD(scalar);
            offsets[count] = start;
            units[count++] = U16_TRAIL(scalar);
        }
    }
    offsets[count] = length;
    return count;
}

int32_t sangam_casefold(const uint16_t *text, int32_t length, uint16_t *units, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&error);
    if (U_FAILURE(error)) return -1;
    int32_t count = unorm2_normalize(
        folding, (const UChar *)text, length, (UChar *)units, capacity, &error);
    return U_SUCCESS(error) ? count : -1;
}

uint32_t sangam_base_letter(uint32_t scalar) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *canonical = unorm2_getNFDInstance(&error);
    if (U_FAILURE(error)) return scalar;
    UChar letters[32];
    int32_t count = unorm2_getDecomposition(canonical, (UChar32)scalar, letters, 32, &error);
    if (U_FAILURE(error) || count <= 0) return scalar;
    UChar32 base;
    U16_GET(letters, 0, 0, count, base);
    return (uint32_t)base;
}

int32_t sangam_decimal_digit(uint32_t scalar) {
    return u_charDigitValue((UChar32)scalar);
}

SangamPlurals *sangam_plurals_open(const char *locale) {
    UErrorCode error = U_ZERO_ERROR;
    UPluralRules *rules = uplrules_openForType(locale, UPLURAL_TYPE_CARDINAL, &error);
    return U_SUCCESS(error) ? (SangamPlurals *)rules : NULL;
}

void sangam_plurals_close(SangamPlurals *plurals) {
    uplrules_close((UPluralRules *)plurals);
}

int32_t sangam_plurals_select(const SangamPlurals *plurals, double number, char *keyword) {
    UErrorCode error = U_ZERO_ERROR;
    UChar name[16];
    int32_t count = uplrules_select((const UPluralRules *)plurals, number, name, 16, &error);
    if (U_FAILURE(error) || count <= 0 || count >= 16) return 0;
    u_UCharsToChars(name, keyword, count);
    keyword[count] = 0;
    return 1;
}

// ICU's own form of a BCP 47 tag ("pt_BR").
static int32_t locale_of(const char *tag, char *locale, int32_t capacity) {
    UErrorCode error = U_ZERO_ERROR;
    uloc_forLanguageTag(tag, locale, capacity, NULL, &error);
    return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING;
}

int32_t sangam_likely_script(const char *tag, char *script) {
    char locale[ULOC_FULLNAME_CAPACITY], likely[ULOC_FULLNAME_CAPACITY], found[ULOC_SCRIPT_CAPACITY];
    UErrorCode error = U_ZERO_ERROR;
    if (!locale_of(tag, locale, ULOC_FULLNAME_CAPACITY)) return 0;
    uloc_addLikelySubtags(locale, likely, ULOC_FULLNAME_CAPACITY, &error);
    int32_t count = uloc_getScript(likely, found, ULOC_SCRIPT_CAPACITY, &error);
    if (U_FAILURE(error) || count != 4) return 0;
    memcpy(script, found, 5);
    return 1;
}

int32_t sangam_autonym(const char *tag, char *name, int32_t capacity) {
    char locale[ULOC_FULLNAME_CAPACITY];
    UChar units[128];
    UErrorCode error = U_ZERO_ERROR;
    if (!locale_of(tag, locale, ULOC_FULLNAME_CAPACITY)) return 0;
    int32_t count = uloc_getDisplayLanguage(locale, locale, units, 128, &error);
    // With the default warning ICU had no name and gave the code back.
    if (U_FAILURE(error) || error == U_USING_DEFAULT_WARNING || count <= 0) return 0;
    int32_t bytes = 0;
    u_strToUTF8(name, capacity, &bytes, units, count, &error);
    return U_SUCCESS(error) && bytes < capacity;
}
