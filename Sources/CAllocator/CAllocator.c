#include "CAllocator.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

void sangam_allocator_settle(void) {
    // Left alone, glibc raises this limit to the largest piece that was ever freed, up to 32 MB. The large arrays of an index
    // would then lie between small pieces and leave holes of their size as they grow.
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 512 * 1024);
    // Each pool keeps free memory of its own; without a limit there are eight for each core.
    mallopt(M_ARENA_MAX, 4);
}

void sangam_allocator_give_back(void) { malloc_trim(0); }
#else
void sangam_allocator_settle(void) {}
void sangam_allocator_give_back(void) {}
#endif
