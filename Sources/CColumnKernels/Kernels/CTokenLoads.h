// What eight tokens of a column hold. Included once a level.

/// Where each token begins.
FLOWCONV_INLINE void flowconv_find_starts(
    const flowconv_eight_tokens *eight, const uint8_t *bytes, const uint8_t *places[8]
) {
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) places[lane] = bytes + (uint32_t)(eight->before[lane] + 1);
}

/// Where the last `count` bytes of each token begin, and of what is before it.
FLOWCONV_INLINE void flowconv_find_last(
    const flowconv_eight_tokens *eight, const uint8_t *bytes, size_t count, const uint8_t *places[8]
) {
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) places[lane] = bytes + eight->ends[lane] - count;
}

/// The first 8 bytes of each token and of what is behind it.
FLOWCONV_INLINE flowconv_words flowconv_load_first_words(const flowconv_eight_tokens *eight, const uint8_t *bytes) {
    const uint8_t *places[8];
    flowconv_find_starts(eight, bytes, places);
    return flowconv_load_words(places);
}

/// The last 8 bytes of each token and of what is before it.
FLOWCONV_INLINE flowconv_words flowconv_load_last_words(const flowconv_eight_tokens *eight, const uint8_t *bytes) {
    const uint8_t *places[8];
    flowconv_find_last(eight, bytes, 8, places);
    return flowconv_load_words(places);
}

/// The first 16 bytes of each token and of what is behind it.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_heads(const flowconv_eight_tokens *eight, const uint8_t *bytes) {
    const uint8_t *places[8];
    flowconv_find_starts(eight, bytes, places);
    return flowconv_load_pairs(places);
}

/// The last 16 bytes of each token and of what is before it.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_tails(const flowconv_eight_tokens *eight, const uint8_t *bytes) {
    const uint8_t *places[8];
    flowconv_find_last(eight, bytes, 16, places);
    return flowconv_load_pairs(places);
}
