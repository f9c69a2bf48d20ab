#ifndef SANGAM_CICU_H
#define SANGAM_CICU_H
#include <unicode/ubrk.h>
#endif
