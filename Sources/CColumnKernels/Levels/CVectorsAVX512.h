// Eight lanes with AVX-512: a vector has all of them. Included where FLOWCONV_LEVEL is avx512.

#define FLOWCONV_KERNEL FLOWCONV_TARGET_AVX512 static inline
#define FLOWCONV_INLINE FLOWCONV_TARGET_AVX512 __attribute__((always_inline)) static inline

/// Eight words of 8 bytes.
typedef __m512i flowconv_words;

/// What is true of eight words, or not.
typedef __mmask8 flowconv_truth;

/// Eight times two words: those of the first four places in one vector, those of the others in the other.
typedef struct {
    __m512i left, right;
} flowconv_eight_pairs;

// MARK: Loads

// Eight places are loaded from one by one: a gather of as many took twice the time where it was measured (Zen 4).

FLOWCONV_INLINE flowconv_words flowconv_load_words(const uint8_t *const places[8]) {
    __m128i pairs[4];
#pragma clang loop unroll(full)
    for (int pair = 0; pair < 4; pair++) {
        __m128d low = _mm_castsi128_pd(_mm_loadl_epi64((const __m128i *)(const void *)places[2 * pair]));
        pairs[pair] = _mm_castpd_si128(_mm_loadh_pd(low, (const double *)(const void *)places[2 * pair + 1]));
    }
    return _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_inserti128_si256(_mm256_castsi128_si256(pairs[0]), pairs[1], 1)),
        _mm256_inserti128_si256(_mm256_castsi128_si256(pairs[2]), pairs[3], 1), 1);
}

FLOWCONV_INLINE __m256i flowconv_load_two_pairs(const uint8_t *one, const uint8_t *other) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)one)),
        _mm_loadu_si128((const __m128i *)(const void *)other), 1);
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_pairs(const uint8_t *const places[8]) {
    flowconv_eight_pairs pairs;
    pairs.left = _mm512_inserti64x4(
        _mm512_castsi256_si512(flowconv_load_two_pairs(places[0], places[1])),
        flowconv_load_two_pairs(places[2], places[3]), 1);
    pairs.right = _mm512_inserti64x4(
        _mm512_castsi256_si512(flowconv_load_two_pairs(places[4], places[5])),
        flowconv_load_two_pairs(places[6], places[7]), 1);
    return pairs;
}

/// Keys that were stored.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_keys(const uint64_t *keys) {
    flowconv_eight_pairs pairs = { _mm512_load_si512(keys), _mm512_load_si512(keys + 8) };
    return pairs;
}

// MARK: Stores

/// Stores keys, in an order that only the function that loads them knows.
FLOWCONV_INLINE void flowconv_store_keys(uint64_t *keys, flowconv_eight_pairs pairs) {
    _mm512_store_si512(keys, pairs.left);
    _mm512_store_si512(keys + 8, pairs.right);
}

/// Stores the words of the first lanes.
FLOWCONV_INLINE void flowconv_store_words(int64_t *target, __mmask8 live, flowconv_words words) {
    _mm512_mask_storeu_epi64(target, live, words);
}

/// Stores the halves of the first lanes.
FLOWCONV_INLINE void flowconv_store_halves(void *target, __mmask8 live, __m256i halves) {
    _mm256_mask_storeu_epi32(target, live, halves);
}

// MARK: Words

FLOWCONV_INLINE flowconv_words flowconv_repeat(uint64_t word) { return _mm512_set1_epi64((long long)word); }

FLOWCONV_INLINE flowconv_words flowconv_add(flowconv_words words, uint64_t constant) {
    return _mm512_add_epi64(words, _mm512_set1_epi64((long long)constant));
}

FLOWCONV_INLINE flowconv_words flowconv_xor(flowconv_words one, flowconv_words other) {
    return _mm512_xor_si512(one, other);
}

FLOWCONV_INLINE flowconv_words flowconv_multiply(flowconv_words words, uint64_t constant) {
    return _mm512_mullo_epi64(words, _mm512_set1_epi64((long long)constant));
}

/// The product of the two halves of each word.
FLOWCONV_INLINE flowconv_words flowconv_multiply_halves(flowconv_words words) {
    return _mm512_mul_epu32(words, _mm512_srli_epi64(words, 32));
}

FLOWCONV_INLINE flowconv_words flowconv_swap_halves(flowconv_words words) { return _mm512_rol_epi64(words, 32); }

FLOWCONV_INLINE flowconv_words flowconv_shift_left(flowconv_words words, unsigned bits) {
    return _mm512_slli_epi64(words, bits);
}

FLOWCONV_INLINE flowconv_words flowconv_shift_right(flowconv_words words, unsigned bits) {
    return _mm512_srli_epi64(words, bits);
}

FLOWCONV_INLINE __m256i flowconv_low_halves(flowconv_words words) { return _mm512_cvtepi64_epi32(words); }

FLOWCONV_INLINE __m256i flowconv_high_halves(flowconv_words words) {
    return _mm512_cvtepi64_epi32(_mm512_srli_epi64(words, 32));
}

/// Replaces the last byte of each word by the first one of another.
FLOWCONV_INLINE flowconv_words flowconv_put_top_byte(flowconv_words words, flowconv_words bytes) {
    words = _mm512_and_si512(words, _mm512_set1_epi64((1ll << 56) - 1));
    return _mm512_or_si512(words, _mm512_slli_epi64(bytes, 56));
}

/// As many of the first bits of each word as it says, up to all of them; zeros behind them.
FLOWCONV_INLINE flowconv_words flowconv_cut_words(flowconv_words words, flowconv_words bits) {
    return _mm512_andnot_si512(_mm512_sllv_epi64(_mm512_set1_epi64(-1), bits), words);
}

// MARK: Truth

FLOWCONV_INLINE flowconv_truth flowconv_equal(flowconv_words words, uint64_t word) {
    return _mm512_cmpeq_epi64_mask(words, _mm512_set1_epi64((long long)word));
}

FLOWCONV_INLINE flowconv_truth flowconv_and_equal(flowconv_truth truth, flowconv_words words, uint64_t word) {
    return _mm512_mask_cmpeq_epi64_mask(truth, words, _mm512_set1_epi64((long long)word));
}

FLOWCONV_INLINE flowconv_truth flowconv_either(flowconv_truth one, flowconv_truth other) { return one | other; }

/// The word where it is true, and `words` where it is not.
FLOWCONV_INLINE flowconv_words flowconv_replace(flowconv_truth truth, flowconv_words words, uint64_t word) {
    return _mm512_mask_mov_epi64(words, truth, _mm512_set1_epi64((long long)word));
}

/// A bit for each lane.
FLOWCONV_INLINE __mmask8 flowconv_lanes(flowconv_truth truth) { return truth; }

// MARK: Pairs

FLOWCONV_INLINE flowconv_words flowconv_first_words(flowconv_eight_pairs pairs) {
    return _mm512_permutex2var_epi64(pairs.left, _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), pairs.right);
}

FLOWCONV_INLINE flowconv_words flowconv_second_words(flowconv_eight_pairs pairs) {
    return _mm512_permutex2var_epi64(pairs.left, _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1), pairs.right);
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_pairs_of(flowconv_words first, flowconv_words second) {
    flowconv_eight_pairs pairs;
    pairs.left = _mm512_permutex2var_epi64(first, _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0), second);
    pairs.right = _mm512_permutex2var_epi64(first, _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4), second);
    return pairs;
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_xor_pairs(flowconv_eight_pairs one, flowconv_eight_pairs other) {
    one.left = _mm512_xor_si512(one.left, other.left);
    one.right = _mm512_xor_si512(one.right, other.right);
    return one;
}

/// The lanes of which both words are 0.
FLOWCONV_INLINE __mmask8 flowconv_zero_pairs(flowconv_eight_pairs pairs) {
    uint32_t zeros = _mm512_testn_epi64_mask(pairs.left, pairs.left);
    zeros |= (uint32_t)_mm512_testn_epi64_mask(pairs.right, pairs.right) << 8;
    return (__mmask8)_pext_u32(zeros & zeros >> 1, 0x5555);
}

/// The pairs of `others` in some lanes, and `pairs` in those that are left.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_replace_pairs(
    __mmask8 lanes, flowconv_eight_pairs pairs, flowconv_eight_pairs others
) {
    // Two lanes of each pair.
    pairs.left = _mm512_mask_mov_epi64(pairs.left, (__mmask8)(_pdep_u32(lanes & 0x0F, 0x55) * 3), others.left);
    pairs.right = _mm512_mask_mov_epi64(pairs.right, (__mmask8)(_pdep_u32(lanes >> 4, 0x55) * 3), others.right);
    return pairs;
}
