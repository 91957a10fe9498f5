// Kernels for tokens are written once, on lanes that each level of processors has in its way. The twin of each is in Swift:
// what other processors run, what rows go to that a kernel leaves alone, and what tests and fuzzers hold the kernels against.
#include "CTokenKernels.h"

#include "CTargets.h"

#if defined(__x86_64__)

#include <string.h>

#include "CTokens.h"
#include "Levels/CVectorNames.h"

#define FLOWCONV_LEVEL avx2
#include "Levels/CVectorsAVX2.h"
#include "Levels/CTokensAVX2.h"
#include "Kernels/CLevelKernels.h"
#undef FLOWCONV_LEVEL

#define FLOWCONV_LEVEL avx512
#include "Levels/CVectorsAVX512.h"
#include "Levels/CTokensAVX512.h"
#include "Kernels/CLevelKernels.h"
#undef FLOWCONV_LEVEL

void flowconv_parse_columns(
    flowconv_level level, const flowconv_lines *lines, flowconv_column *columns, size_t count
) {
    if (level == FLOWCONV_LEVEL_AVX512) flowconv_parse_lines_avx512(lines, columns, count);
    else flowconv_parse_lines_avx2(lines, columns, count);
}

#else

// Never called where there is no such level, so that callers need no conditions of their own.
void flowconv_parse_columns(
    flowconv_level level, const flowconv_lines *lines, flowconv_column *columns, size_t count
) {
    (void)level, (void)lines, (void)columns, (void)count;
}

#endif
