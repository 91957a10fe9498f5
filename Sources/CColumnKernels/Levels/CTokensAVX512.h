// Eight tokens with AVX-512: lengths, keys, digits, and where they are. Included behind CVectorsAVX512.h.

/// The lanes of the next rows, of which `left` are left.
FLOWCONV_INLINE __mmask8 flowconv_live_lanes(size_t left) {
    return left >= 8 ? 0xFF : (__mmask8)((1u << left) - 1);
}

/// Eight tokens: which lanes hold one, where their delimiters are, the length of each in bytes and in bits.
///
/// A lane without a token has the last one that there is. Positions are volatile, or the compiler loads all eight into a
/// vector and takes them out of it again.
typedef struct {
    __mmask8 live;
    const volatile uint32_t *before, *ends;
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
    eight.length = _mm512_cvtepu32_epi64(_mm256_sub_epi32(length, _mm256_set1_epi32(1)));
    eight.bits = _mm512_slli_epi64(eight.length, 3);
    return eight;
}

/// The lanes whose tokens have at most so many bytes.
FLOWCONV_INLINE __mmask8 flowconv_lengths_up_to(const flowconv_eight_tokens *eight, unsigned limit) {
    return _mm512_cmple_epu64_mask(eight->length, _mm512_set1_epi64(limit));
}

/// The lanes whose tokens have at least one byte, and at most so many.
FLOWCONV_INLINE __mmask8 flowconv_lengths_from_1_to(const flowconv_eight_tokens *eight, unsigned limit) {
    return _mm512_cmplt_epu64_mask(
        _mm512_sub_epi64(eight->length, _mm512_set1_epi64(1)), _mm512_set1_epi64(limit));
}

/// The length of each of four tokens in all 16 bytes; no token that matters is longer than 255.
FLOWCONV_INLINE __m512i flowconv_spread_lengths(__m512i lengths) {
    return _mm512_shuffle_epi8(lengths, _mm512_setzero_si512());
}

/// Appends the numbers of the rows in `lanes` to a list.
FLOWCONV_INLINE void flowconv_list_rows(flowconv_row_list *list, size_t row, __mmask8 lanes) {
    const __m256i numbers = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    __m256i rows = _mm256_add_epi32(_mm256_set1_epi32((int)(uint32_t)row), numbers);
    // Not straight to memory, which is microcode where it was measured (Zen 4).
    _mm256_storeu_si256((__m256i *)(void *)(list->rows + list->count), _mm256_maskz_compress_epi32(lanes, rows));
    list->count += (size_t)__builtin_popcount(lanes);
}

// MARK: Keys

/// Cuts four heads to the lengths of their tokens, and puts the lengths into the last byte: the keys of short tokens.
FLOWCONV_INLINE __m512i flowconv_cut_heads(__m512i heads, __m512i lengths) {
    const __m512i numbers = _mm512_broadcast_i32x4(_mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    lengths = flowconv_spread_lengths(lengths);
    __m512i keys = _mm512_maskz_mov_epi8(_mm512_cmplt_epu8_mask(numbers, lengths), heads);
    return _mm512_mask_mov_epi8(keys, 0x8000800080008000ull, lengths);
}

/// The keys of eight tokens, none of which is longer than the limit.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_short_keys(flowconv_eight_pairs heads, flowconv_words length) {
    flowconv_eight_pairs lengths = flowconv_pairs_of(length, length);
    heads.left = flowconv_cut_heads(heads.left, lengths.left);
    heads.right = flowconv_cut_heads(heads.right, lengths.right);
    return heads;
}

/// The places of a line of a table, of 16, whose bits in `mask` are `tag`.
FLOWCONV_INLINE uint32_t flowconv_find_tag(const uint32_t *line, uint32_t mask, uint32_t tag) {
    __m512i tags = _mm512_and_si512(_mm512_load_si512(line), _mm512_set1_epi32((int)mask));
    return _mm512_cmpeq_epi32_mask(tags, _mm512_set1_epi32((int)tag));
}

// MARK: Digits

/// The lanes of which any byte is bad.
FLOWCONV_INLINE __mmask8 flowconv_bad_lanes(__mmask64 bad) {
    return bad == 0 ? 0 : _mm512_test_epi64_mask(_mm512_movm_epi8(bad), _mm512_movm_epi8(bad));
}

/// The numbers that tokens of at most 8 digits write, whose last bytes are those of `text`; `bad` receives the lanes of
/// tokens with a byte that is no digit.
FLOWCONV_INLINE flowconv_words flowconv_eight_digits(flowconv_words text, flowconv_words bits, __mmask8 *bad) {
    // What is before a token is shifted out, and becomes zeros.
    __m512i foreign = _mm512_subs_epu16(_mm512_set1_epi64(64), bits);
    __m512i digits = _mm512_xor_si512(text, _mm512_set1_epi8('0'));
    digits = _mm512_sllv_epi64(_mm512_srlv_epi64(digits, foreign), foreign);
    *bad = flowconv_bad_lanes(_mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9)));
    // Pairs of digits, then of pairs, then of those.
    digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
    digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 100));
    return _mm512_add_epi64(_mm512_mul_epu32(digits, _mm512_set1_epi64(10000)), _mm512_srli_epi64(digits, 32));
}

/// Of four tokens' last 16 bytes the numbers that each four of them write, 0 where they are not the token's own; `bad`
/// receives a bit for each byte of a token that is no digit.
FLOWCONV_INLINE __m512i flowconv_four_digits(__m512i tails, __m512i lengths, __mmask64 *bad) {
    const __m512i numbers = _mm512_broadcast_i32x4(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    __mmask64 own = _mm512_cmplt_epu8_mask(numbers, flowconv_spread_lengths(lengths));
    __m512i digits = _mm512_maskz_sub_epi8(own, tails, _mm512_set1_epi8('0'));
    *bad = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
    digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
    return _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 100));
}

/// The numbers that tokens of at most 16 digits write, whose last bytes are `tails`; `bad` receives the lanes of tokens
/// with a byte that is no digit.
FLOWCONV_INLINE flowconv_words flowconv_sixteen_digits(
    flowconv_eight_pairs tails, flowconv_words length, __mmask8 *bad
) {
    flowconv_eight_pairs lengths = flowconv_pairs_of(length, length);
    __mmask64 badLeft, badRight;
    __m512i left = flowconv_four_digits(tails.left, lengths.left, &badLeft);
    __m512i right = flowconv_four_digits(tails.right, lengths.right, &badRight);
    // In two bytes each they fit one vector; then those of eight digits side by side, and those of sixteen. Packing has
    // put a token of the right vector beside each of the left.
    __m512i digits = _mm512_packus_epi32(left, right);
    digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 10000));
    __m512i value = _mm512_add_epi64(
        _mm512_mul_epu32(digits, _mm512_set1_epi64(100000000)), _mm512_srli_epi64(digits, 32));
    value = _mm512_permutexvar_epi64(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), value);
    *bad = 0;
    if (badLeft | badRight) {
        uint32_t words = flowconv_bad_lanes(badLeft) | (uint32_t)flowconv_bad_lanes(badRight) << 8;
        *bad = (__mmask8)_pext_u32(words | words >> 1, 0x5555);
    }
    return value;
}

// MARK: Places

/// Writes column c of 16 rows of 16 numbers to `places->positions[c]`, from `row` on.
FLOWCONV_INLINE void flowconv_transpose(__m512i rows[16], flowconv_token_places *places, size_t row) {
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
/// No other position is read.
FLOWCONV_INLINE void flowconv_find_places(
    const flowconv_lines *lines, size_t row, size_t rows, size_t first, size_t columns, flowconv_token_places *places
) {
    // With the one before the first.
    __mmask16 own = (__mmask16)((2u << columns) - 1);
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
