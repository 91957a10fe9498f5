// What texts are looked up by, eight tokens at a time; the twin is DictionaryKey. Included once a level.

FLOWCONV_INLINE flowconv_words flowconv_mix(flowconv_words left, flowconv_words right) {
    return flowconv_xor(flowconv_multiply_halves(left), flowconv_swap_halves(flowconv_multiply_halves(right)));
}

/// Puts what is in the upper half into the lower one as well.
FLOWCONV_INLINE flowconv_words flowconv_fold(flowconv_words words) {
    return flowconv_xor(words, flowconv_shift_right(words, 32));
}

/// Spreads keys over a table.
FLOWCONV_INLINE flowconv_words flowconv_hash(flowconv_words low, flowconv_words high) {
    flowconv_words hash = flowconv_mix(flowconv_add(low, FLOWCONV_HASH_1), flowconv_add(high, FLOWCONV_HASH_2));
    return flowconv_fold(flowconv_multiply(flowconv_fold(hash), FLOWCONV_HASH_3));
}

/// The keys of eight tokens of 16 to 32 bytes: hashes beside their lengths, with a bit that no short token has.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_long_keys(
    flowconv_eight_pairs heads, flowconv_eight_pairs tails, flowconv_words length
) {
    flowconv_words begin = flowconv_mix(
        flowconv_add(flowconv_xor(flowconv_first_words(heads), length), FLOWCONV_HASH_1),
        flowconv_add(flowconv_second_words(heads), FLOWCONV_HASH_3));
    flowconv_words end = flowconv_mix(
        flowconv_add(flowconv_first_words(tails), FLOWCONV_HASH_2),
        flowconv_add(flowconv_second_words(tails), FLOWCONV_HASH_4));
    // No length has that bit.
    end = flowconv_put_top_byte(end, flowconv_add(length, 0x80));
    return flowconv_pairs_of(begin, end);
}
