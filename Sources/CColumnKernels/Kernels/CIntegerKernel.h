// Decimal numbers, eight tokens at a time; the twin is IntegerKernel. Included once a level.

/// Moves the rows of some lanes to the lists: those of `-`, whose value becomes 0, and the others. `last` has the last byte
/// of each token in its highest one.
FLOWCONV_INLINE flowconv_words flowconv_list_unusual(
    const flowconv_eight_tokens *eight, size_t row, uint8_t unusual, flowconv_words last, flowconv_words value,
    flowconv_row_list *nulls, flowconv_row_list *others
) {
    // The last byte of a token of one byte is all of it.
    flowconv_truth isNull = flowconv_equal(eight->length, 1);
    isNull = flowconv_and_equal(isNull, flowconv_shift_right(last, 56), '-');
    uint8_t null = unusual & flowconv_lanes(isNull);
    flowconv_list_rows(nulls, row, null);
    flowconv_list_rows(others, row, unusual & (uint8_t)~null);
    return flowconv_replace(isNull, value, 0);
}

/// Parses tokens of 1 to 8 digits; lists the rows of `-`, whose value is 0, and those of something else.
FLOWCONV_KERNEL void flowconv_parse_int32(
    const flowconv_tokens *tokens, int32_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row);
        flowconv_words text = flowconv_load_last_words(&eight, tokens->bytes);
        uint8_t bad;
        flowconv_words value = flowconv_eight_digits(text, eight.bits, &bad);
        uint8_t unusual = eight.live & (bad | (uint8_t)~flowconv_lengths_from_1_to(&eight, 8));
        if (unusual) value = flowconv_list_unusual(&eight, tokens->first + row, unusual, text, value, nulls, others);
        flowconv_store_halves(values + row, eight.live, flowconv_low_halves(value));
    }
}

/// The same as ``flowconv_parse_int32`` of 1 to 16 digits.
FLOWCONV_KERNEL void flowconv_parse_int64(
    const flowconv_tokens *tokens, int64_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row);
        flowconv_eight_pairs tails = flowconv_load_tails(&eight, tokens->bytes);
        uint8_t bad;
        flowconv_words value = flowconv_sixteen_digits(tails, eight.length, &bad);
        uint8_t unusual = eight.live & (bad | (uint8_t)~flowconv_lengths_from_1_to(&eight, 16));
        if (unusual) {
            flowconv_words last = flowconv_second_words(tails);
            value = flowconv_list_unusual(&eight, tokens->first + row, unusual, last, value, nulls, others);
        }
        flowconv_store_words(values + row, eight.live, value);
    }
}
