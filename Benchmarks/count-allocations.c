// Counts calls of malloc and its kin of a whole process and writes the number to standard error when it ends.
//
//     cc -O2 -shared -fPIC -o count-allocations.so count-allocations.c -ldl
//     LD_PRELOAD=./count-allocations.so COMMAND
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long calls;

void *malloc(size_t size) { return atomic_fetch_add(&calls, 1), __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return atomic_fetch_add(&calls, 1), __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return atomic_fetch_add(&calls, 1), __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { return atomic_fetch_add(&calls, 1), __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    atomic_fetch_add(&calls, 1);
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : 12;
}

__attribute__((destructor)) static void report(void) { fprintf(stderr, "allocations %ld\n", calls); }
