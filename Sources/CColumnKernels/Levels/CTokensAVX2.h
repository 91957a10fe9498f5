// Eight tokens with AVX2: lengths, keys, digits, and where they are. Included behind CVectorsAVX2.h.

/// The lanes of the next rows, of which `left` are left.
FLOWCONV_INLINE uint8_t flowconv_live_lanes(size_t left) { return left >= 8 ? 0xFF : (uint8_t)((1u << left) - 1); }

/// Eight tokens: which lanes hold one, where their delimiters are, the length of each in bytes, also in halves of words,
/// and in bits.
///
/// A lane without a token has the last one that there is. Positions are volatile, or the compiler loads all eight into a
/// vector and takes them out of it again.
typedef struct {
    uint8_t live;
    const volatile uint32_t *before, *ends;
    __m256i lengths;
    flowconv_words length, bits;
} flowconv_eight_tokens;

/// The tokens of the rows from one on.
FLOWCONV_INLINE flowconv_eight_tokens flowconv_load_tokens(const flowconv_tokens *tokens, size_t row) {
    const uint32_t *before = tokens->before + row, *ends = tokens->ends + row;
    // The delimiter before the first token may be at -1.
    __m256i length = _mm256_sub_epi32(
        _mm256_loadu_si256((const __m256i *)(const void *)ends),
        _mm256_loadu_si256((const __m256i *)(const void *)before));
    flowconv_eight_tokens eight = { .live = flowconv_live_lanes(tokens->count - row), .before = before, .ends = ends };
    eight.lengths = _mm256_sub_epi32(length, _mm256_set1_epi32(1));
    eight.length.left = _mm256_cvtepu32_epi64(_mm256_castsi256_si128(eight.lengths));
    eight.length.right = _mm256_cvtepu32_epi64(_mm256_extracti128_si256(eight.lengths, 1));
    eight.bits = flowconv_shift_left(eight.length, 3);
    return eight;
}

/// The lanes whose tokens have at most so many bytes.
FLOWCONV_INLINE uint8_t flowconv_lengths_up_to(const flowconv_eight_tokens *eight, unsigned limit) {
    __m256i least = _mm256_min_epu32(eight->lengths, _mm256_set1_epi32((int)limit));
    return (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(least, eight->lengths)));
}

/// The lanes whose tokens have at least one byte, and at most so many.
FLOWCONV_INLINE uint8_t flowconv_lengths_from_1_to(const flowconv_eight_tokens *eight, unsigned limit) {
    __m256i rest = _mm256_sub_epi32(eight->lengths, _mm256_set1_epi32(1));
    __m256i least = _mm256_min_epu32(rest, _mm256_set1_epi32((int)limit - 1));
    return (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(least, rest)));
}

/// The length of the even, or of the odd two of four tokens in all 16 bytes; no token that matters is longer than 127.
FLOWCONV_INLINE __m256i flowconv_spread_lengths(__m256i lengths, int areOdd) {
    return _mm256_shuffle_epi8(lengths, _mm256_set1_epi8(areOdd ? 8 : 0));
}

/// Appends the numbers of the rows in `lanes` to a list.
FLOWCONV_INLINE void flowconv_list_rows(flowconv_row_list *list, size_t row, uint8_t lanes) {
    for (uint32_t left = lanes; left != 0; left &= left - 1) {
        list->rows[list->count++] = (uint32_t)row + (uint32_t)__builtin_ctz(left);
    }
}

// MARK: Keys

/// Cuts two heads to the lengths of their tokens, and puts the lengths into the last byte: the keys of short tokens.
FLOWCONV_INLINE __m256i flowconv_cut_heads(__m256i heads, __m256i spread) {
    // The last byte is none of a short token's.
    const __m256i numbers = _mm256_broadcastsi128_si256(
        _mm_set_epi8(127, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    const __m256i last = _mm256_broadcastsi128_si256(_mm_set_epi64x((long long)(0xFFull << 56), 0));
    __m256i keys = _mm256_and_si256(heads, _mm256_cmpgt_epi8(spread, numbers));
    return _mm256_or_si256(keys, _mm256_and_si256(spread, last));
}

/// The keys of eight tokens, none of which is longer than the limit.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_short_keys(flowconv_eight_pairs heads, flowconv_words length) {
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        __m256i lengths = half ? length.right : length.left;
        heads.even[half] = flowconv_cut_heads(heads.even[half], flowconv_spread_lengths(lengths, 0));
        heads.odd[half] = flowconv_cut_heads(heads.odd[half], flowconv_spread_lengths(lengths, 1));
    }
    return heads;
}

/// The places of a line of a table, of 16, whose bits in `mask` are `tag`.
FLOWCONV_INLINE uint32_t flowconv_find_tag(const uint32_t *line, uint32_t mask, uint32_t tag) {
    const __m256i *halves = (const __m256i *)(const void *)line;
    __m256i masks = _mm256_set1_epi32((int)mask), tags = _mm256_set1_epi32((int)tag);
    __m256i left = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_load_si256(halves), masks), tags);
    __m256i right = _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_load_si256(halves + 1), masks), tags);
    uint32_t bits = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(right)) << 8;
    return bits | (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(left));
}

// MARK: Digits

/// What digits exceed 9 by.
FLOWCONV_INLINE __m256i flowconv_excess(__m256i digits) { return _mm256_subs_epu8(digits, _mm256_set1_epi8(9)); }

/// The lanes of which any byte is not 0.
FLOWCONV_INLINE uint8_t flowconv_bad_lanes(flowconv_words excess) {
    return (uint8_t)~flowconv_lanes(flowconv_equal(excess, 0));
}

/// The numbers that each four digits write, the greater digit first.
FLOWCONV_INLINE __m256i flowconv_four_digits(__m256i digits) {
    // Pairs of digits, then of pairs.
    digits = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(1 << 8 | 10));
    return _mm256_madd_epi16(digits, _mm256_set1_epi32(1 << 16 | 100));
}

/// The first half of each word times a number, and the second half.
FLOWCONV_INLINE flowconv_words flowconv_join_halves(flowconv_words words, uint64_t factor) {
    flowconv_words product = FLOWCONV_MAP(_mm256_mul_epu32, words, _mm256_set1_epi64x((long long)factor));
    return FLOWCONV_ZIP(_mm256_add_epi64, product, flowconv_shift_right(words, 32));
}

/// The numbers that tokens of at most 8 digits write, whose last bytes are those of `text`; `bad` receives the lanes of
/// tokens with a byte that is no digit.
FLOWCONV_INLINE flowconv_words flowconv_eight_digits(flowconv_words text, flowconv_words bits, uint8_t *bad) {
    // What is before a token is shifted out, and becomes zeros.
    flowconv_words foreign = FLOWCONV_ZIP(_mm256_subs_epu16, flowconv_repeat(64), bits);
    flowconv_words digits = FLOWCONV_MAP(_mm256_xor_si256, text, _mm256_set1_epi8('0'));
    digits = FLOWCONV_ZIP(_mm256_sllv_epi64, FLOWCONV_ZIP(_mm256_srlv_epi64, digits, foreign), foreign);
    *bad = flowconv_bad_lanes((flowconv_words){ flowconv_excess(digits.left), flowconv_excess(digits.right) });
    digits.left = flowconv_four_digits(digits.left);
    digits.right = flowconv_four_digits(digits.right);
    return flowconv_join_halves(digits, 10000);
}

/// The digits among two tokens' last 16 bytes, 0 where they are not the token's own.
FLOWCONV_INLINE __m256i flowconv_own_digits(__m256i tails, __m256i spread) {
    const __m256i numbers = _mm256_broadcastsi128_si256(
        _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    return _mm256_and_si256(
        _mm256_sub_epi8(tails, _mm256_set1_epi8('0')), _mm256_cmpgt_epi8(spread, numbers));
}

/// The numbers that tokens of at most 16 digits write, whose last bytes are `tails`; `bad` receives the lanes of tokens
/// with a byte that is no digit.
FLOWCONV_INLINE flowconv_words flowconv_sixteen_digits(
    flowconv_eight_pairs tails, flowconv_words length, uint8_t *bad
) {
    __m256i digits[2], excess[2];
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        __m256i lengths = half ? length.right : length.left;
        __m256i even = flowconv_own_digits(tails.even[half], flowconv_spread_lengths(lengths, 0));
        __m256i odd = flowconv_own_digits(tails.odd[half], flowconv_spread_lengths(lengths, 1));
        // What is not 0 is none when it is packed either.
        excess[half] = _mm256_packs_epi32(flowconv_excess(even), flowconv_excess(odd));
        // In two bytes each they fit one vector, and their tokens are in order; then those of eight digits side by side.
        digits[half] = _mm256_packus_epi32(flowconv_four_digits(even), flowconv_four_digits(odd));
        digits[half] = _mm256_madd_epi16(digits[half], _mm256_set1_epi32(1 << 16 | 10000));
    }
    *bad = flowconv_bad_lanes((flowconv_words){ excess[0], excess[1] });
    return flowconv_join_halves((flowconv_words){ digits[0], digits[1] }, 100000000);
}

// MARK: Places

/// Writes column c of 8 rows of 8 numbers to `positions[c]`, from `row` on.
FLOWCONV_INLINE void flowconv_transpose(
    __m256i rows[8], uint32_t (*positions)[FLOWCONV_BLOCK_ROWS], size_t row
) {
    __m256i pairs[8], fours[8];
    // Of two rows, and then of four, the numbers of a column side by side: columns c and c + 4 in one vector.
#pragma clang loop unroll(full)
    for (int r = 0; r < 8; r += 2) {
        pairs[r] = _mm256_unpacklo_epi32(rows[r], rows[r + 1]);
        pairs[r + 1] = _mm256_unpackhi_epi32(rows[r], rows[r + 1]);
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < 8; r += 4) {
        fours[r] = _mm256_unpacklo_epi64(pairs[r], pairs[r + 2]);
        fours[r + 1] = _mm256_unpackhi_epi64(pairs[r], pairs[r + 2]);
        fours[r + 2] = _mm256_unpacklo_epi64(pairs[r + 1], pairs[r + 3]);
        fours[r + 3] = _mm256_unpackhi_epi64(pairs[r + 1], pairs[r + 3]);
    }
#pragma clang loop unroll(full)
    for (int c = 0; c < 4; c++) {
        __m256i first = _mm256_permute2x128_si256(fours[c], fours[4 + c], 0x20);
        __m256i second = _mm256_permute2x128_si256(fours[c], fours[4 + c], 0x31);
        _mm256_store_si256((__m256i *)(void *)(positions[c] + row), first);
        _mm256_store_si256((__m256i *)(void *)(positions[c + 4] + row), second);
    }
}

/// Finds the positions of some columns, from `first` on, in some rows, from `row` on: at most the columns and rows of a block.
/// No other position is read.
FLOWCONV_INLINE void flowconv_find_places(
    const flowconv_lines *lines, size_t row, size_t rows, size_t first, size_t columns, flowconv_token_places *places
) {
    const __m256i numbers = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    for (size_t begin = 0; begin <= columns; begin += 8) {
        __m256i own = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(columns + 1 - begin)), numbers);
        for (size_t next = 0; next < rows; next += 8) {
            const uint32_t *before = lines->ends + (row + next) * lines->stride + first - 1 + begin;
            size_t last = rows - next < 8 ? rows - next - 1 : 7;
            __m256i some[8];
#pragma clang loop unroll(full)
            for (size_t r = 0; r < 8; r++) {
                const uint32_t *place = before + (r < last ? r : last) * lines->stride;
                some[r] = _mm256_maskload_epi32((const int *)(const void *)place, own);
            }
            flowconv_transpose(some, places->positions + begin, next);
        }
    }
}

#undef FLOWCONV_MAP
#undef FLOWCONV_ZIP
#undef FLOWCONV_HALVES
