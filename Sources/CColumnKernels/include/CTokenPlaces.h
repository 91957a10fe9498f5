// Where the tokens of lines are, column by column.
#ifndef FLOWCONV_CTOKENPLACES_H
#define FLOWCONV_CTOKENPLACES_H

#include "CTokenColumn.h"

/// Lines of as many tokens each: token t of row r ends at `ends[r * stride + t]` and begins behind the delimiter before it.
///
/// 16 bytes before the first token and 32 behind the last must be readable.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *ends;
    size_t stride;
    size_t count;
} flowconv_lines;

/// Rows that are parsed in all columns before the next ones are: their text and positions stay in the first-level cache.
enum { FLOWCONV_BLOCK_ROWS = 128 };

/// Columns whose positions are found together: with the delimiter before the first, a vector of each line's positions.
enum { FLOWCONV_BLOCK_COLUMNS = 15 };

/// Of some columns the delimiters before the first and behind each.
typedef struct {
    uint32_t positions[FLOWCONV_BLOCK_COLUMNS + 1][FLOWCONV_BLOCK_ROWS] __attribute__((aligned(64)));
} flowconv_token_places;

#if defined(__x86_64__)

/// Writes column c of 16 rows of 16 numbers to `places->positions[c]`, from `row` on.
FLOWCONV_AVX512 static inline void flowconv_transpose(__m512i rows[16], flowconv_token_places *places, size_t row) {
    __m512i pairs[16], fours[16];
    // Of two rows, and then of four, the numbers of a column side by side: columns c, c + 4, c + 8 and c + 12 in one vector.
#pragma clang loop unroll(full)
    for (int r = 0; r < 16; r += 2) {
        pairs[r] = _mm512_unpacklo_epi32(rows[r], rows[r + 1]);
        pairs[r + 1] = _mm512_unpackhi_epi32(rows[r], rows[r + 1]);
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < 16; r += 4) {
        fours[r] = _mm512_unpacklo_epi64(pairs[r], pairs[r + 2]);
        fours[r + 1] = _mm512_unpackhi_epi64(pairs[r], pairs[r + 2]);
        fours[r + 2] = _mm512_unpacklo_epi64(pairs[r + 1], pairs[r + 3]);
        fours[r + 3] = _mm512_unpackhi_epi64(pairs[r + 1], pairs[r + 3]);
    }
#pragma clang loop unroll(full)
    for (int c = 0; c < 4; c++) {
        // Quarters 0 and 2 of two vectors, or 1 and 3.
        __m512i even = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0x88);
        __m512i evenBelow = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0x88);
        __m512i odd = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0xDD);
        __m512i oddBelow = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0xDD);
        _mm512_store_si512(places->positions[c] + row, _mm512_shuffle_i32x4(even, evenBelow, 0x88));
        _mm512_store_si512(places->positions[c + 4] + row, _mm512_shuffle_i32x4(odd, oddBelow, 0x88));
        _mm512_store_si512(places->positions[c + 8] + row, _mm512_shuffle_i32x4(even, evenBelow, 0xDD));
        _mm512_store_si512(places->positions[c + 12] + row, _mm512_shuffle_i32x4(odd, oddBelow, 0xDD));
    }
}

/// Finds the positions of some columns, from `first` on, in some rows, from `row` on: at most the columns and rows of a block.
FLOWCONV_AVX512 static inline void flowconv_find_places(
    const flowconv_lines *lines, size_t row, size_t rows, size_t first, flowconv_token_places *places
) {
    size_t columns = lines->stride - first;
    __mmask16 own = columns < FLOWCONV_BLOCK_COLUMNS ? (__mmask16)((2u << columns) - 1) : 0xFFFF;
    for (size_t next = 0; next < rows; next += 16) {
        const uint32_t *before = lines->ends + (row + next) * lines->stride + first - 1;
        size_t last = rows - next < 16 ? rows - next - 1 : 15;
        __m512i some[16];
#pragma clang loop unroll(full)
        for (size_t r = 0; r < 16; r++) {
            some[r] = _mm512_maskz_loadu_epi32(own, before + (r < last ? r : last) * lines->stride);
        }
        flowconv_transpose(some, places, next);
    }
}

#endif
#endif
