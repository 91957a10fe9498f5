// Finds spaces and newlines 64 bytes at a time: the only C of flowconv.
//
// Header-only, so that the loop is compiled into its Swift caller. One call covers a whole block. The kernel is chosen
// at compile time: SSE2 is part of every x86-64 and NEON of every AArch64, so no run-time dispatch is needed.
#ifndef FLOWCONV_CDELIMITERSCAN_H
#define FLOWCONV_CDELIMITERSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Bytes that must be readable, whatever they hold, behind the bytes that are scanned.
enum { FLOWCONV_SCAN_PADDING = 64 };

/// Positions that may be written, whatever they hold, behind the positions that are returned.
enum { FLOWCONV_POSITION_SLACK = 8 };

/// What one block of 64 bytes holds: bit i stands for byte i.
typedef struct {
    uint64_t delimiters;  // ' ' or '\n'
    uint64_t newlines;    // '\n'
} flowconv_scan_mask;

#if defined(__SSE2__)

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

/// Writes the position of every space and newline of `bytes[0 ..< count]` to `positions`, in order.
///
/// `FLOWCONV_SCAN_PADDING` bytes behind `count` must be readable, and `positions` must have room for every delimiter and
/// `FLOWCONV_POSITION_SLACK` more. Returns how many positions were written; `*newlines` receives how many are newlines.
static inline size_t flowconv_index_delimiters(
    const uint8_t *bytes, size_t count, uint32_t *positions, size_t *newlines
) {
    size_t written = 0;
    size_t lines = 0;
    for (size_t base = 0; base < count; base += 64) {
        flowconv_scan_mask mask = flowconv_scan_64(bytes + base);
        if (count - base < 64) {
            uint64_t inside = ((uint64_t)1 << (count - base)) - 1;
            mask.delimiters &= inside;
            mask.newlines &= inside;
        }
        lines += (size_t)__builtin_popcountll(mask.newlines);
        // Eight positions are written at a time, whether or not so many are there: the loop then branches once for
        // most blocks instead of once for each position.
        uint64_t bits = mask.delimiters;
        size_t found = (size_t)__builtin_popcountll(bits);
        uint32_t *next = positions + written;
        while (bits != 0) {
            for (int i = 0; i < 8; i++) {
                next[i] = (uint32_t)base + (uint32_t)(bits != 0 ? __builtin_ctzll(bits) : 0);
                bits &= bits - 1;
            }
            next += 8;
        }
        written += found;
    }
    *newlines = lines;
    return written;
}

/// Asks the processor to have the cache line at `address` ready soon.
static inline void flowconv_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

#endif
