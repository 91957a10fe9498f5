// All numbers and texts of some lines; the twin is BatchKernels.
#ifndef FLOWCONV_CBLOCKKERNEL_H
#define FLOWCONV_CBLOCKKERNEL_H

#include "CDictionaryKernel.h"
#include "CIntegerKernel.h"
#include "CTokenPlaces.h"

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

#if defined(__x86_64__)

/// Parses some rows in one column.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_column(flowconv_tokens tokens, flowconv_column *column) {
    size_t size = column->kind == FLOWCONV_INT64 ? sizeof(int64_t) : sizeof(int32_t);
    uint8_t *values = (uint8_t *)column->values + tokens.first * size;
    // The next rows' values go where nobody has been for long.
    flowconv_fetch_behind(values, FLOWCONV_BLOCK_ROWS * size);
    switch (column->kind) {
    case FLOWCONV_INT32:
        flowconv_parse_int32_avx512(&tokens, (int32_t *)(void *)values, &column->nulls, &column->others);
        break;
    case FLOWCONV_INT64:
        flowconv_parse_int64_avx512(&tokens, (int64_t *)(void *)values, &column->nulls, &column->others);
        break;
    case FLOWCONV_TEXT:
        flowconv_find_avx512(&tokens, &column->dictionary, (uint32_t *)(void *)values, &column->others);
        break;
    }
}

/// Parses columns of lines, in the order of their places.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_columns_avx512(
    const flowconv_lines *lines, flowconv_column *columns, size_t count
) {
    flowconv_token_places places;
    flowconv_column *end = columns + count;
    for (size_t row = 0; row < lines->count; row += FLOWCONV_BLOCK_ROWS) {
        size_t rows = lines->count - row < FLOWCONV_BLOCK_ROWS ? lines->count - row : FLOWCONV_BLOCK_ROWS;
        flowconv_column *column = columns;
        while (column < end) {
            size_t first = column->place;
            flowconv_find_places(lines, row, rows, first, &places);
            for (; column < end && column->place - first < FLOWCONV_BLOCK_COLUMNS; column++) {
                const uint32_t (*before)[FLOWCONV_BLOCK_ROWS] = &places.positions[column->place - first];
                flowconv_tokens tokens = { lines->bytes, before[0], before[1], row, rows };
                flowconv_parse_column(tokens, column);
            }
        }
    }
}

#else

// Never called where there are no kernels, so that callers need no conditions of their own.
static inline void flowconv_parse_columns_avx512(const flowconv_lines *lines, flowconv_column *columns, size_t count) {
    (void)lines, (void)columns, (void)count;
}

#endif
#endif
