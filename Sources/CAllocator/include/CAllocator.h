// What the C library's allocator, which Swift uses too, does with memory that was freed. In C, because Swift's Glibc module leaves
// <malloc.h> out. Where the library is not glibc nothing is done.
#ifndef CALLOCATOR_H
#define CALLOCATOR_H

/// Has large pieces taken from the system one by one and given back at once, and few pools for small ones. Before other threads start.
void sangam_allocator_settle(void);

/// Gives the system all whole pages that lie free between pieces in use.
void sangam_allocator_give_back(void);

#endif
