// What kernels may use of the processor.
#ifndef FLOWCONV_CLEVEL_H
#define FLOWCONV_CLEVEL_H

/// What a kernel may use of the processor: the results are the same at each level. A level has all of the lower ones.
typedef enum {
    FLOWCONV_LEVEL_PLAIN = 0,
    FLOWCONV_LEVEL_AVX2 = 1,
    FLOWCONV_LEVEL_AVX512 = 2,
} flowconv_level;

/// The highest level of this processor.
static inline flowconv_level flowconv_best_level(void) {
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return FLOWCONV_LEVEL_PLAIN;
    int isWide = __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
    return isWide ? FLOWCONV_LEVEL_AVX512 : FLOWCONV_LEVEL_AVX2;
#else
    return FLOWCONV_LEVEL_PLAIN;
#endif
}

#endif
