// Eight tokens of a column at a time: decimal numbers, and texts looked up in a dictionary.
//
// Header-only, for processors with AVX-512. Each kernel has a twin in Swift, which is what other processors run, what rows
// go to that a kernel leaves alone, and what tests and fuzzers hold the kernel against.
#ifndef FLOWCONV_CTOKENKERNELS_H
#define FLOWCONV_CTOKENKERNELS_H

#include "CDictionaryKernel.h"
#include "CIntegerKernel.h"
#include "CTokenColumn.h"

#endif
