// All numbers and texts of some lines; the twin is BatchKernels.
#ifndef FLOWCONV_CBLOCKKERNEL_H
#define FLOWCONV_CBLOCKKERNEL_H

#include "CDictionaryKernel.h"
#include "CIntegerKernel.h"

/// What becomes of a column's tokens.
typedef enum {
    FLOWCONV_INT32,
    FLOWCONV_INT64,
    FLOWCONV_TEXT,
} flowconv_column_kind;

/// A column, and what is made of it.
typedef struct {
    flowconv_column_kind kind;
    /// Which token of a line, from 0.
    size_t place;
    /// Room for one value a row: `int32_t`, `int64_t`, or the ids of texts as `uint32_t`.
    void *values;
    /// Where texts are looked up.
    flowconv_dictionary dictionary;
    /// Room for the numbers of all rows; receives those that the kernel of the column leaves alone, in order.
    uint32_t *others;
    size_t other_count;
} flowconv_column;

/// Rows that are parsed in all columns before the next ones are: their text and positions stay in the first-level cache.
enum { FLOWCONV_BLOCK_ROWS = 128 };

#if defined(__x86_64__)

/// Parses rows from `row` on in one column.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_column(flowconv_tokens tokens, size_t row, flowconv_column *column) {
    uint32_t *others = column->others + column->other_count;
    size_t found = 0;
    switch (column->kind) {
    case FLOWCONV_INT32:
        found = flowconv_parse_int32_avx512(&tokens, (int32_t *)column->values + row, others);
        break;
    case FLOWCONV_INT64:
        found = flowconv_parse_int64_avx512(&tokens, (int64_t *)column->values + row, others);
        break;
    case FLOWCONV_TEXT:
        found = flowconv_find_avx512(&tokens, &column->dictionary, (uint32_t *)column->values + row, others);
        break;
    }
    for (size_t other = 0; other < found; other++) others[other] += (uint32_t)row;
    column->other_count += found;
}

/// Parses columns of lines whose first tokens are `lines`.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_columns_avx512(
    const flowconv_tokens *lines, flowconv_column *columns, size_t count
) {
    for (size_t row = 0; row < lines->count; row += FLOWCONV_BLOCK_ROWS) {
        size_t left = lines->count - row;
        for (flowconv_column *column = columns; column < columns + count; column++) {
            flowconv_tokens tokens = {
                lines->bytes, lines->ends + row * lines->stride + column->place, lines->stride,
                left < FLOWCONV_BLOCK_ROWS ? left : FLOWCONV_BLOCK_ROWS,
            };
            flowconv_parse_column(tokens, row, column);
        }
    }
}

#else

// Never called where there are no kernels, so that callers need no conditions of their own.
static inline void flowconv_parse_columns_avx512(const flowconv_tokens *lines, flowconv_column *columns, size_t count) {
    (void)lines, (void)columns, (void)count;
}

#endif
#endif
