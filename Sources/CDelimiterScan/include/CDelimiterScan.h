// Finds spaces and newlines 64 bytes at a time.
//
// Header-only, so that no object file of C has to be built. One call covers a whole block. SSE2 is part of every x86-64
// and NEON of every AArch64; on x86-64 `level` says what else the processor has.
#ifndef FLOWCONV_CDELIMITERSCAN_H
#define FLOWCONV_CDELIMITERSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bytes that must be readable, whatever they hold, behind the bytes that are scanned.
enum { FLOWCONV_SCAN_PADDING = 64 };

/// Positions that may be written, whatever they hold, behind the positions that are returned.
enum { FLOWCONV_POSITION_SLACK = 64 };

/// What one block of 64 bytes holds: bit i stands for byte i.
typedef struct {
    uint64_t delimiters;  // ' ' or '\n'
    uint64_t newlines;    // '\n'
} flowconv_scan_mask;

#if defined(__x86_64__)

static inline flowconv_scan_mask flowconv_scan_64(const uint8_t *bytes) {
    const __m128i space = _mm_set1_epi8(' ');
    const __m128i newline = _mm_set1_epi8('\n');
    flowconv_scan_mask mask = {0, 0};
    for (int lane = 0; lane < 4; lane++) {
        __m128i chunk = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * lane));
        __m128i isNewline = _mm_cmpeq_epi8(chunk, newline);
        __m128i isDelimiter = _mm_or_si128(isNewline, _mm_cmpeq_epi8(chunk, space));
        mask.delimiters |= (uint64_t)(uint32_t)_mm_movemask_epi8(isDelimiter) << (16 * lane);
        mask.newlines |= (uint64_t)(uint32_t)_mm_movemask_epi8(isNewline) << (16 * lane);
    }
    return mask;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

// AArch64 has no movemask: keep one bit of each byte, then add neighbours pairwise until 64 bytes are 64 bits.
static inline uint64_t flowconv_neon_bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
    uint8x16_t high = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
    uint8x16_t sum = vpaddq_u8(low, high);
    sum = vpaddq_u8(sum, sum);
    return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline flowconv_scan_mask flowconv_scan_64(const uint8_t *bytes) {
    const uint8x16_t space = vdupq_n_u8(' ');
    const uint8x16_t newline = vdupq_n_u8('\n');
    uint8x16_t isNewline[4], isDelimiter[4];
    for (int lane = 0; lane < 4; lane++) {
        uint8x16_t chunk = vld1q_u8(bytes + 16 * lane);
        isNewline[lane] = vceqq_u8(chunk, newline);
        isDelimiter[lane] = vorrq_u8(isNewline[lane], vceqq_u8(chunk, space));
    }
    flowconv_scan_mask mask = {
        flowconv_neon_bits(isDelimiter[0], isDelimiter[1], isDelimiter[2], isDelimiter[3]),
        flowconv_neon_bits(isNewline[0], isNewline[1], isNewline[2], isNewline[3]),
    };
    return mask;
}

#else

static inline flowconv_scan_mask flowconv_scan_64(const uint8_t *bytes) {
    flowconv_scan_mask mask = {0, 0};
    for (int i = 0; i < 64; i++) {
        uint64_t isNewline = bytes[i] == '\n';
        mask.newlines |= isNewline << i;
        mask.delimiters |= (isNewline | (uint64_t)(bytes[i] == ' ')) << i;
    }
    return mask;
}

#endif

// Drops what lies behind the last of `left` bytes.
static inline flowconv_scan_mask flowconv_scan_inside(flowconv_scan_mask mask, size_t left) {
    if (left < 64) {
        uint64_t inside = ((uint64_t)1 << left) - 1;
        mask.delimiters &= inside;
        mask.newlines &= inside;
    }
    return mask;
}

// The loop of every kernel that writes positions one after the other: eight at a time, whether or not so many are there,
// so that it branches once for most blocks instead of once for each position.
#define FLOWCONV_INDEX_LOOP(scan)                                                          \
    size_t written = 0;                                                                    \
    size_t lines = 0;                                                                      \
    for (size_t base = 0; base < count; base += 64) {                                      \
        flowconv_scan_mask mask = flowconv_scan_inside(scan(bytes + base), count - base);  \
        lines += (size_t)__builtin_popcountll(mask.newlines);                              \
        uint64_t bits = mask.delimiters;                                                   \
        uint32_t *next = positions + written;                                              \
        written += (size_t)__builtin_popcountll(bits);                                     \
        while (bits != 0) {                                                                \
            for (int i = 0; i < 8; i++) {                                                  \
                next[i] = (uint32_t)base + (uint32_t)(bits != 0 ? __builtin_ctzll(bits) : 0); \
                bits &= bits - 1;                                                          \
            }                                                                              \
            next += 8;                                                                     \
        }                                                                                  \
    }                                                                                      \
    *newlines = lines;                                                                     \
    return written

static inline size_t flowconv_index_baseline(
    const uint8_t *bytes, size_t count, uint32_t *positions, size_t *newlines
) {
    FLOWCONV_INDEX_LOOP(flowconv_scan_64);
}

#if defined(__x86_64__)

#define FLOWCONV_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define FLOWCONV_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))

FLOWCONV_AVX2 static inline flowconv_scan_mask flowconv_scan_64_avx2(const uint8_t *bytes) {
    const __m256i space = _mm256_set1_epi8(' ');
    const __m256i newline = _mm256_set1_epi8('\n');
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    uint32_t lowLines = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, newline));
    uint32_t highLines = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, newline));
    uint32_t lowSpaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, space));
    uint32_t highSpaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, space));
    uint64_t newlines = (uint64_t)highLines << 32 | lowLines;
    flowconv_scan_mask mask = {((uint64_t)highSpaces << 32 | lowSpaces) | newlines, newlines};
    return mask;
}

// The numbers of the bits of a byte, from the lowest one on, a byte each.
#define FLOWCONV_PLACE(byte, bit, above) \
    (((byte) >> (bit) & 1 ? 256ull : 1ull) * (above) + ((byte) >> (bit) & 1 ? (bit) : 0))
#define FLOWCONV_PLACES_2(byte, above) FLOWCONV_PLACE(byte, 0, FLOWCONV_PLACE(byte, 1, above))
#define FLOWCONV_PLACES_4(byte, above) FLOWCONV_PLACES_2(byte, FLOWCONV_PLACE(byte, 2, FLOWCONV_PLACE(byte, 3, above)))
#define FLOWCONV_PLACES(byte) \
    FLOWCONV_PLACES_4(byte, FLOWCONV_PLACE(byte, 4, FLOWCONV_PLACE(byte, 5, FLOWCONV_PLACE(byte, 6, FLOWCONV_PLACE(byte, 7, 0ull)))))
#define FLOWCONV_PLACES_OF_4(byte) \
    FLOWCONV_PLACES(byte), FLOWCONV_PLACES(byte + 1), FLOWCONV_PLACES(byte + 2), FLOWCONV_PLACES(byte + 3)
#define FLOWCONV_PLACES_OF_16(byte) \
    FLOWCONV_PLACES_OF_4(byte), FLOWCONV_PLACES_OF_4(byte + 4), FLOWCONV_PLACES_OF_4(byte + 8), FLOWCONV_PLACES_OF_4(byte + 12)
#define FLOWCONV_PLACES_OF_64(byte) \
    FLOWCONV_PLACES_OF_16(byte), FLOWCONV_PLACES_OF_16(byte + 16), FLOWCONV_PLACES_OF_16(byte + 32), \
    FLOWCONV_PLACES_OF_16(byte + 48)

// Eight bytes of text at a time have their positions looked up in a table and are written whole: no branch, where a loop over
// bits would mispredict its end in every other block.
FLOWCONV_AVX2 static inline size_t flowconv_index_avx2(
    const uint8_t *bytes, size_t count, uint32_t *positions, size_t *newlines
) {
    static const uint64_t places[256] = {
        FLOWCONV_PLACES_OF_64(0), FLOWCONV_PLACES_OF_64(64), FLOWCONV_PLACES_OF_64(128), FLOWCONV_PLACES_OF_64(192)
    };
    uint32_t *next = positions;
    size_t lines = 0;
    for (size_t base = 0; base < count; base += 64) {
        flowconv_scan_mask mask = flowconv_scan_inside(flowconv_scan_64_avx2(bytes + base), count - base);
        lines += (size_t)__builtin_popcountll(mask.newlines);
        __m256i first = _mm256_set1_epi32((int)(uint32_t)base);
#pragma clang loop unroll(full)
        for (int byte = 0; byte < 8; byte++) {
            uint8_t bits = (uint8_t)(mask.delimiters >> 8 * byte);
            __m256i found = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(places + bits)));
            _mm256_storeu_si256((__m256i *)(void *)next, _mm256_add_epi32(first, found));
            next += __builtin_popcount(bits);
            first = _mm256_add_epi32(first, _mm256_set1_epi32(8));
        }
    }
    *newlines = lines;
    return (size_t)(next - positions);
}

// AVX-512 moves the numbers of the set bits to the front by itself; sixteen of them become positions at a time.
FLOWCONV_AVX512 static inline size_t flowconv_index_avx512(
    const uint8_t *bytes, size_t count, uint32_t *positions, size_t *newlines
) {
    const __m512i space = _mm512_set1_epi8(' ');
    const __m512i newline = _mm512_set1_epi8('\n');
    uint8_t numbers[64];
    for (int i = 0; i < 64; i++) numbers[i] = (uint8_t)i;
    const __m512i places = _mm512_loadu_si512(numbers);
    size_t written = 0;
    size_t lines = 0;
    for (size_t base = 0; base < count; base += 64) {
        __m512i chunk = _mm512_loadu_si512(bytes + base);
        flowconv_scan_mask mask;
        mask.newlines = _mm512_cmpeq_epi8_mask(chunk, newline);
        mask.delimiters = mask.newlines | _mm512_cmpeq_epi8_mask(chunk, space);
        mask = flowconv_scan_inside(mask, count - base);
        lines += (size_t)__builtin_popcountll(mask.newlines);
        size_t found = (size_t)__builtin_popcountll(mask.delimiters);
        __m512i packed = _mm512_maskz_compress_epi8(mask.delimiters, places);
        const __m512i first = _mm512_set1_epi32((int)(uint32_t)base);
        uint32_t *next = positions + written;
        _mm512_storeu_si512(next, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
        if (found > 16) {
            _mm512_storeu_si512(
                next + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
            _mm512_storeu_si512(
                next + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
            _mm512_storeu_si512(
                next + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
        }
        written += found;
    }
    *newlines = lines;
    return written;
}

#endif

/// What the loop may use of the processor: each level finds the same positions.
typedef enum {
    FLOWCONV_SCAN_BASELINE = 0,
    FLOWCONV_SCAN_AVX2 = 1,
    FLOWCONV_SCAN_AVX512 = 2,
} flowconv_scan_level;

/// Writes the position of every space and newline of `bytes[0 ..< count]` to `positions`, in order.
///
/// `FLOWCONV_SCAN_PADDING` bytes behind `count` must be readable, and `positions` must have room for every delimiter and
/// `FLOWCONV_POSITION_SLACK` more. `level` must be one of the processor's. Returns how many positions were
/// written; `*newlines` receives how many are newlines.
static inline size_t flowconv_index_delimiters(
    flowconv_scan_level level, const uint8_t *bytes, size_t count, uint32_t *positions, size_t *newlines
) {
#if defined(__x86_64__)
    switch (level) {
    case FLOWCONV_SCAN_AVX512: return flowconv_index_avx512(bytes, count, positions, newlines);
    case FLOWCONV_SCAN_AVX2: return flowconv_index_avx2(bytes, count, positions, newlines);
    case FLOWCONV_SCAN_BASELINE: break;
    }
#else
    (void)level;
#endif
    return flowconv_index_baseline(bytes, count, positions, newlines);
}

/// Asks the processor to have the cache line at `address` ready soon.
static inline void flowconv_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

#endif
