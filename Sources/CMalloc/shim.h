// glibc's malloc.h, which Swift's Glibc module leaves out.
#ifndef FLOWCONV_CMALLOC_SHIM_H
#define FLOWCONV_CMALLOC_SHIM_H

#if defined(__linux__)
#include <malloc.h>
#endif

#endif
