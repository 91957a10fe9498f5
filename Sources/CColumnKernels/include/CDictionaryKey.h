// What texts are looked up by, eight tokens at a time; the twin is DictionaryKey.
#ifndef FLOWCONV_CDICTIONARYKEY_H
#define FLOWCONV_CDICTIONARYKEY_H

#include "CTokenColumn.h"

/// The longest token that is its own key, in bytes.
enum { FLOWCONV_INLINE_LIMIT = 15 };

// The constants of the hash.
#define FLOWCONV_HASH_1 0x9E3779B97F4A7C15ull
#define FLOWCONV_HASH_2 0xD6E8FEB86659FD93ull
#define FLOWCONV_HASH_3 0xA0761D6478BD642Full
#define FLOWCONV_HASH_4 0xE7037ED1A0B428DBull

#if defined(__x86_64__)

FLOWCONV_AVX512 static inline __m512i flowconv_mix(__m512i left, __m512i right) {
    __m512i product = _mm512_mul_epu32(left, _mm512_srli_epi64(left, 32));
    __m512i other = _mm512_mul_epu32(right, _mm512_srli_epi64(right, 32));
    return _mm512_xor_si512(product, _mm512_rol_epi64(other, 32));
}

FLOWCONV_AVX512 static inline __m512i flowconv_add(__m512i words, uint64_t constant) {
    return _mm512_add_epi64(words, _mm512_set1_epi64((long long)constant));
}

/// Spreads keys over a table.
FLOWCONV_AVX512 static inline __m512i flowconv_hash(__m512i low, __m512i high) {
    __m512i hash = flowconv_mix(flowconv_add(low, FLOWCONV_HASH_1), flowconv_add(high, FLOWCONV_HASH_2));
    hash = _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 32));
    hash = _mm512_mullo_epi64(hash, _mm512_set1_epi64((long long)FLOWCONV_HASH_3));
    return _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 32));
}

/// Cuts four heads to the lengths of their tokens, and puts the lengths into the last byte: the keys of short tokens.
FLOWCONV_AVX512 static inline __m512i flowconv_cut_heads(__m512i heads, __m512i lengths) {
    const __m512i numbers = _mm512_broadcast_i32x4(_mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    lengths = flowconv_spread_lengths(lengths);
    __m512i keys = _mm512_maskz_mov_epi8(_mm512_cmplt_epu8_mask(numbers, lengths), heads);
    return _mm512_mask_mov_epi8(keys, 0x8000800080008000ull, lengths);
}

/// The keys of eight tokens, none of which is longer than the limit.
FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_short_keys(flowconv_eight_pairs heads, __m512i length) {
    flowconv_eight_pairs lengths = flowconv_pairs_of(length, length);
    heads.left = flowconv_cut_heads(heads.left, lengths.left);
    heads.right = flowconv_cut_heads(heads.right, lengths.right);
    return heads;
}

/// The keys of eight tokens of 16 to 32 bytes: hashes beside their lengths, with a bit that no short token has.
FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_long_keys(
    flowconv_eight_pairs heads, flowconv_eight_pairs tails, __m512i length
) {
    __m512i begin = flowconv_mix(
        flowconv_add(_mm512_xor_si512(flowconv_first_words(heads), length), FLOWCONV_HASH_1),
        flowconv_add(flowconv_second_words(heads), FLOWCONV_HASH_3));
    __m512i end = flowconv_mix(
        flowconv_add(flowconv_first_words(tails), FLOWCONV_HASH_2),
        flowconv_add(flowconv_second_words(tails), FLOWCONV_HASH_4));
    end = _mm512_and_si512(end, _mm512_set1_epi64((1ll << 56) - 1));
    end = _mm512_or_si512(end, _mm512_slli_epi64(_mm512_or_si512(length, _mm512_set1_epi64(0x80)), 56));
    return flowconv_pairs_of(begin, end);
}

#endif
#endif
