// What Swift's Glibc module leaves out: glibc's malloc.h, and functions with variable arguments.
#ifndef FLOWCONV_CMALLOC_SHIM_H
#define FLOWCONV_CMALLOC_SHIM_H

#include <stddef.h>

#if defined(__linux__)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <malloc.h>
#include <sys/mman.h>

/// Makes a mapping larger, by moving its page tables where need be; null where there is no memory.
static inline void *flowconv_remap(void *block, size_t from, size_t to) {
    void *moved = mremap(block, from, to, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? NULL : moved;
}

#else

static inline void *flowconv_remap(void *block, size_t from, size_t to) {
    (void)block, (void)from, (void)to;
    return NULL;
}

#endif
#endif
