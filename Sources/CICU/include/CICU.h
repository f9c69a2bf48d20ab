// What the house needs of ICU, behind names of its own.
//
// ICU's functions are macros that add the library's version (ubrk_open is ubrk_open_72), which Swift cannot
// see, and Foundation carries a second ICU with the same type names. So no ICU header is included here:
// Swift sees only the declarations below, and CICU.c is the one file that knows ICU.
#ifndef SANGAM_CICU_H
#define SANGAM_CICU_H

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// ---- Words ----

typedef struct SangamBreaker SangamBreaker;

typedef struct {
    int32_t start;  // UTF-16 offsets, end is past the last unit
    int32_t end;
    int32_t isNumber;
} SangamWord;

// NULL when ICU has no data for word breaking.
SangamBreaker *sangam_breaker_open(void);
void sangam_breaker_close(SangamBreaker *breaker);
// The text must stay where it is until the last sangam_breaker_next. Returns 0 when ICU refuses it.
int32_t sangam_breaker_set(SangamBreaker *breaker, const uint16_t *text, int32_t length);
// Finds the next word, passing over space and punctuation. Returns 0 at the end.
int32_t sangam_breaker_next(SangamBreaker *breaker, SangamWord *word);

// ---- Characters ----

// UTF-8 into UTF-16, with the UTF-8 offset of each unit. Both arrays need room for length + 1; the last
// offset is the text's length. Wrong bytes become U+FFFD. Returns the number of units.
int32_t sangam_utf16(const uint8_t *text, int32_t length, uint16_t *units, int32_t *offsets);
// NFKC_Casefold. Returns the number of units, or -1 when it fails or does not fit.
int32_t sangam_casefold(const uint16_t *text, int32_t length, uint16_t *units, int32_t capacity);
// The first code point of the canonical decomposition: the letter without its marks.
uint32_t sangam_base_letter(uint32_t scalar);
// The value of a decimal digit of any script, or -1.
int32_t sangam_decimal_digit(uint32_t scalar);

// ---- Languages ----

typedef struct SangamPlurals SangamPlurals;

SangamPlurals *sangam_plurals_open(const char *locale);
void sangam_plurals_close(SangamPlurals *plurals);
// The CLDR keyword ("one", "few", …) into `keyword`, which has room for 16 bytes. Returns 0 when it fails.
int32_t sangam_plurals_select(const SangamPlurals *plurals, double number, char *keyword);
// The script that a language is most likely written in ("Beng"), into 5 bytes. Returns 0 when it is not known.
int32_t sangam_likely_script(const char *tag, char *script);
// The language's name in itself, UTF-8 with a final zero, into `name`. Returns 0 when it is not known.
int32_t sangam_autonym(const char *tag, char *name, int32_t capacity);

#if defined(__cplusplus)
}
#endif

#endif
