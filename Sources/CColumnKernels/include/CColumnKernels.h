// Kernels over columns, for processors with vectors: the twin of each is in Swift, or a loop that needs none.
#ifndef FLOWCONV_CCOLUMNKERNELS_H
#define FLOWCONV_CCOLUMNKERNELS_H

#include "CColumn.h"
#include "CLevel.h"
#include "CRowKernels.h"
#include "CTokenKernels.h"

#endif
