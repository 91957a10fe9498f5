// All numbers and texts of some lines; the twin is BatchKernels. Included once a level.

/// Parses some rows in one column.
FLOWCONV_KERNEL void flowconv_parse_column(flowconv_tokens tokens, flowconv_column *column) {
    size_t size = column->kind == FLOWCONV_INT64 ? sizeof(int64_t) : sizeof(int32_t);
    uint8_t *values = (uint8_t *)column->values + tokens.first * size;
    // The next rows' values go where nobody has been for long.
    flowconv_fetch_behind(values, FLOWCONV_BLOCK_ROWS * size);
    switch (column->kind) {
    case FLOWCONV_INT32:
        flowconv_parse_int32(&tokens, (int32_t *)(void *)values, &column->nulls, &column->others);
        break;
    case FLOWCONV_INT64:
        flowconv_parse_int64(&tokens, (int64_t *)(void *)values, &column->nulls, &column->others);
        break;
    case FLOWCONV_TEXT:
        flowconv_find_texts(&tokens, &column->dictionary, (uint32_t *)(void *)values, &column->others);
        break;
    }
}

/// Parses columns of lines, in the order of their places.
FLOWCONV_KERNEL void flowconv_parse_lines(
    const flowconv_lines *lines, flowconv_column *columns, size_t count
) {
    flowconv_token_places places;
    flowconv_column *end = columns + count;
    for (size_t row = 0; row < lines->count; row += FLOWCONV_BLOCK_ROWS) {
        size_t rows = lines->count - row < FLOWCONV_BLOCK_ROWS ? lines->count - row : FLOWCONV_BLOCK_ROWS;
        flowconv_column *column = columns;
        while (column < end) {
            size_t first = column->place;
            flowconv_column *behind = column + 1;
            while (behind < end && behind->place - first < FLOWCONV_BLOCK_COLUMNS) behind++;
            flowconv_find_places(lines, row, rows, first, behind[-1].place - first + 1, &places);
            for (; column < behind; column++) {
                const uint32_t (*before)[FLOWCONV_BLOCK_ROWS] = &places.positions[column->place - first];
                flowconv_tokens tokens = { lines->bytes, before[0], before[1], row, rows };
                flowconv_parse_column(tokens, column);
            }
        }
    }
}
