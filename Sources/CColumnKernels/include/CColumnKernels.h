// Eight tokens of a column at a time: decimal numbers, and texts looked up in a dictionary. And loops over values.
//
// Header-only. Tokens are for processors with AVX-512; each of those kernels has a twin in Swift, which is what other
// processors run, what rows go to that a kernel leaves alone, and what tests and fuzzers hold the kernel against.
#ifndef FLOWCONV_CCOLUMNKERNELS_H
#define FLOWCONV_CCOLUMNKERNELS_H

#include "CBlockKernel.h"
#include "CDictionaryKernel.h"
#include "CDictionaryKey.h"
#include "CIntegerKernel.h"
#include "CRowKernel.h"
#include "CTokenColumn.h"
#include "CTokenPlaces.h"

#endif
