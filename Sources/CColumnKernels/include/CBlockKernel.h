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
    /// Receive the rows of numbers that are `-`, whose value is 0, and the rows that the column's kernel leaves alone.
    flowconv_row_list nulls, others;
} flowconv_column;

/// Rows that are parsed in all columns before the next ones are: their text and positions stay in the first-level cache.
enum { FLOWCONV_BLOCK_ROWS = 128 };

#if defined(__x86_64__)

/// Counts the rows of a list that lie behind its first `known` ones from `row` on.
static inline void flowconv_move_rows(flowconv_row_list *list, size_t known, size_t row) {
    for (size_t place = known; place < list->count; place++) list->rows[place] += (uint32_t)row;
}

/// Parses rows from `row` on in one column.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_column(
    flowconv_tokens tokens, size_t row, flowconv_column *column
) {
    size_t nulls = column->nulls.count, others = column->others.count;
    switch (column->kind) {
    case FLOWCONV_INT32:
        flowconv_parse_int32_avx512(&tokens, (int32_t *)column->values + row, &column->nulls, &column->others);
        break;
    case FLOWCONV_INT64:
        flowconv_parse_int64_avx512(&tokens, (int64_t *)column->values + row, &column->nulls, &column->others);
        break;
    case FLOWCONV_TEXT:
        flowconv_find_avx512(&tokens, &column->dictionary, (uint32_t *)column->values + row, &column->others);
        break;
    }
    flowconv_move_rows(&column->nulls, nulls, row);
    flowconv_move_rows(&column->others, others, row);
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
