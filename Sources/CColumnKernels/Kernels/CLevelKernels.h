// The kernels of a level, on what its header of vectors has. Included once a level.

#include "CTokenLoads.h"

#include "CDictionaryKey.h"
#include "CIntegerKernel.h"

#include "CDictionaryKernel.h"

#include "CBlockKernel.h"

#undef FLOWCONV_INLINE
#undef FLOWCONV_KERNEL
