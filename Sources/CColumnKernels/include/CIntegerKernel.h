// Decimal numbers, eight tokens at a time; the twin is IntegerKernel.
#ifndef FLOWCONV_CINTEGERKERNEL_H
#define FLOWCONV_CINTEGERKERNEL_H

#include "CTokenColumn.h"

#if defined(__x86_64__)

/// The numbers that up to eight digits write, the last of them in the highest byte; `bad` receives a bit for each byte that
/// is no digit. `bits` is how many bits of each lane belong to the token, which may be more than there are.
FLOWCONV_AVX512 static inline __m512i flowconv_eight_digits(__m512i text, __m512i bits, __mmask64 *bad) {
    __m512i foreign = _mm512_subs_epu16(_mm512_set1_epi64(64), bits);
    __m512i digits = _mm512_xor_si512(text, _mm512_set1_epi8('0'));
    digits = _mm512_sllv_epi64(_mm512_srlv_epi64(digits, foreign), foreign);
    *bad |= _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9));
    // Pairs of digits, then of pairs, then of those.
    digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
    digits = _mm512_madd_epi16(digits, _mm512_set1_epi32(1 << 16 | 100));
    return _mm512_add_epi64(
        _mm512_mul_epu32(digits, _mm512_set1_epi64(10000)), _mm512_srli_epi64(digits, 32));
}

/// The lanes of which any byte is bad.
FLOWCONV_AVX512 static inline __mmask8 flowconv_lanes_of(__mmask64 bad) {
    return bad == 0 ? 0 : _mm512_test_epi64_mask(_mm512_movm_epi8(bad), _mm512_movm_epi8(bad));
}

/// Parses tokens of 1 to 8 digits into 32 bits, or of 1 to 16 into 64; `isWide` is known where this is inlined.
FLOWCONV_AVX512 static inline void flowconv_parse_digits(
    const flowconv_tokens *tokens, int isWide, void *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    uint32_t room[16];
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row, room);
        __mmask64 bad = 0;
        __m512i text = flowconv_load_last_words(&eight, tokens->bytes, 0);
        __m512i value = flowconv_eight_digits(text, eight.bits, &bad);
        __mmask8 usual = _mm512_cmplt_epu64_mask(
            _mm512_sub_epi64(eight.length, _mm512_set1_epi64(1)), _mm512_set1_epi64(isWide ? 16 : 8));
        __mmask8 longer = isWide
            ? _mm512_mask_cmpgt_epu64_mask(usual & eight.live, eight.length, _mm512_set1_epi64(8)) : 0;
        if (longer) {
            __m512i high = flowconv_load_last_words(&eight, tokens->bytes, 8);
            // A lane without a high part has no bits of it, and so the digits of 0.
            __m512i bits = _mm512_maskz_sub_epi64(longer, eight.bits, _mm512_set1_epi64(64));
            high = flowconv_eight_digits(high, bits, &bad);
            value = _mm512_add_epi64(value, _mm512_mul_epu32(high, _mm512_set1_epi64(100000000)));
        }
        __mmask8 other = eight.live & (__mmask8)(~usual | flowconv_lanes_of(bad));
        if (other) {
            // The last byte of a token of one byte is all of it.
            __mmask8 null = _mm512_mask_cmpeq_epi64_mask(other, eight.length, _mm512_set1_epi64(1));
            null = _mm512_mask_cmpeq_epi64_mask(null, _mm512_srli_epi64(text, 56), _mm512_set1_epi64('-'));
            value = _mm512_maskz_mov_epi64((__mmask8)~null, value);
            flowconv_list_rows(nulls, row, null);
            flowconv_list_rows(others, row, other & (__mmask8)~null);
        }
        if (isWide) {
            _mm512_mask_storeu_epi64((int64_t *)values + row, eight.live, value);
        } else {
            _mm256_mask_storeu_epi32((int32_t *)values + row, eight.live, _mm512_cvtepi64_epi32(value));
        }
    }
}

/// Parses tokens of 1 to 8 digits; lists the rows of `-`, whose value is 0, and those of something else.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_int32_avx512(
    const flowconv_tokens *tokens, int32_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    flowconv_parse_digits(tokens, 0, values, nulls, others);
}

/// The same of 1 to 16 digits.
FLOWCONV_AVX512_KERNEL static inline void flowconv_parse_int64_avx512(
    const flowconv_tokens *tokens, int64_t *values, flowconv_row_list *nulls, flowconv_row_list *others
) {
    flowconv_parse_digits(tokens, 1, values, nulls, others);
}

#endif
#endif
