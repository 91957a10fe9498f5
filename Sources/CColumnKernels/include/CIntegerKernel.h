// Decimal numbers, eight tokens at a time; the twin is IntegerKernel.
#ifndef FLOWCONV_CINTEGERKERNEL_H
#define FLOWCONV_CINTEGERKERNEL_H

#include "CTokenColumn.h"

#if defined(__x86_64__)

/// The lanes of which any byte is bad.
FLOWCONV_AVX512 static inline __mmask8 flowconv_lanes_of(__mmask64 bad) {
    return bad == 0 ? 0 : _mm512_test_epi64_mask(_mm512_movm_epi8(bad), _mm512_movm_epi8(bad));
}

/// Moves the rows of some lanes to the lists: those of `-`, whose value becomes 0, and the others. `last` has the last byte
/// of each token in its highest one.
FLOWCONV_AVX512 static inline __m512i flowconv_list_unusual(
    const flowconv_eight_tokens *eight, size_t row, __mmask8 unusual, __m512i last, __m512i value,
    flowconv_row_list *nulls, flowconv_row_list *others
) {
    // The last byte of a token of one byte is all of it.
    __mmask8 null = _mm512_mask_cmpeq_epi64_mask(unusual, eight->length, _mm512_set1_epi64(1));
    null = _mm512_mask_cmpeq_epi64_mask(null, _mm512_srli_epi64(last, 56), _mm512_set1_epi64('-'));
    flowconv_list_rows(nulls, row, null);
    flowconv_list_rows(others, row, unusual & (__mmask8)~null);
    return _mm512_maskz_mov_epi64((__mmask8)~null, value);
}

/// The lanes whose tokens have no byte, or more than `limit`.
FLOWCONV_AVX512 static inline __mmask8 flowconv_unusual_lengths(const flowconv_eight_tokens *eight, long long limit) {
    __m512i rest = _mm512_sub_epi64(eight->length, _mm512_set1_epi64(1));
    return _mm512_cmpge_epu64_mask(rest, _mm512_set1_epi64(limit));
}

/// Parses tokens of 1 to 8 digits; lists the rows of `-`, whose value is 0, and those of something else.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_int32_avx512(
    const flowconv_tokens *tokens, int32_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row);
        __m512i text = flowconv_load_last_words(&eight, tokens->bytes);
        // What is before a token is shifted out, and becomes zeros.
        __m512i foreign = _mm512_subs_epu16(_mm512_set1_epi64(64), eight.bits);
        __m512i digits = _mm512_xor_si512(text, _mm512_set1_epi8('0'));
        digits = _mm512_sllv_epi64(_mm512_srlv_epi64(digits, foreign), foreign);
        __mmask64 bad = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
        // Pairs of digits, then of pairs, then of those.
        digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
        digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 100));
        __m512i value = _mm512_add_epi64(
            _mm512_mul_epu32(digits, _mm512_set1_epi64(10000)), _mm512_srli_epi64(digits, 32));
        __mmask8 unusual = eight.live & (flowconv_unusual_lengths(&eight, 8) | flowconv_lanes_of(bad));
        if (unusual) value = flowconv_list_unusual(&eight, tokens->first + row, unusual, text, value, nulls, others);
        _mm256_mask_storeu_epi32(values + row, eight.live, _mm512_cvtepi64_epi32(value));
    }
}

/// Of four tokens' last 16 bytes the numbers that each four of them write, 0 where they are not the token's own; `bad`
/// receives a bit for each byte of a token that is no digit.
FLOWCONV_AVX512 static inline __m512i flowconv_sixteen_digits(__m512i tails, __m512i lengths, __mmask64 *bad) {
    const __m512i numbers = _mm512_broadcast_i32x4(_mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    __mmask64 own = _mm512_cmplt_epu8_mask(numbers, flowconv_spread_lengths(lengths));
    __m512i digits = _mm512_maskz_sub_epi8(own, tails, _mm512_set1_epi8('0'));
    *bad = _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
    digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
    return _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 100));
}

/// The same as ``flowconv_parse_int32_avx512`` of 1 to 16 digits.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_int64_avx512(
    const flowconv_tokens *tokens, int64_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row);
        flowconv_eight_pairs tails = flowconv_load_tails(&eight, tokens->bytes);
        flowconv_eight_pairs lengths = flowconv_pairs_of(eight.length, eight.length);
        __mmask64 badLeft, badRight;
        __m512i left = flowconv_sixteen_digits(tails.left, lengths.left, &badLeft);
        __m512i right = flowconv_sixteen_digits(tails.right, lengths.right, &badRight);
        // In two bytes each they fit one vector; then those of eight digits side by side, and those of sixteen. Packing has
        // put a token of the right vector beside each of the left.
        __m512i digits = _mm512_packus_epi32(left, right);
        digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 10000));
        __m512i value = _mm512_add_epi64(
            _mm512_mul_epu32(digits, _mm512_set1_epi64(100000000)), _mm512_srli_epi64(digits, 32));
        value = _mm512_permutexvar_epi64(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), value);
        __mmask8 unusual = flowconv_unusual_lengths(&eight, 16);
        if (badLeft | badRight) {
            uint32_t bad = flowconv_lanes_of(badLeft) | (uint32_t)flowconv_lanes_of(badRight) << 8;
            unusual |= (__mmask8)_pext_u32(bad | bad >> 1, 0x5555);
        }
        unusual &= eight.live;
        if (unusual) {
            value = flowconv_list_unusual(&eight, tokens->first + row, unusual, flowconv_second_words(tails), value, nulls, others);
        }
        _mm512_mask_storeu_epi64(values + row, eight.live, value);
    }
}

#endif
#endif
