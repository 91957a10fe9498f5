// Eight lanes with AVX2: two vectors have four of them each. Included where FLOWCONV_LEVEL is avx2.

#define FLOWCONV_KERNEL FLOWCONV_TARGET_AVX2 static inline
#define FLOWCONV_INLINE FLOWCONV_TARGET_AVX2 __attribute__((always_inline)) static inline

/// Eight words of 8 bytes.
typedef struct {
    __m256i left, right;
} flowconv_words;

/// What is true of eight words: all bits of a word, or none.
typedef flowconv_words flowconv_truth;

/// Eight times two words: of each four places, the first and the third in one vector, the others in another one, so that
/// first words, and second ones, come side by side by an instruction each.
typedef struct {
    __m256i even[2], odd[2];
} flowconv_eight_pairs;

// MARK: Loads

FLOWCONV_INLINE flowconv_words flowconv_load_words(const uint8_t *const places[8]) {
    __m128i pairs[4];
#pragma clang loop unroll(full)
    for (int pair = 0; pair < 4; pair++) {
        __m128d low = _mm_castsi128_pd(_mm_loadl_epi64((const __m128i *)(const void *)places[2 * pair]));
        pairs[pair] = _mm_castpd_si128(_mm_loadh_pd(low, (const double *)(const void *)places[2 * pair + 1]));
    }
    flowconv_words words;
    words.left = _mm256_inserti128_si256(_mm256_castsi128_si256(pairs[0]), pairs[1], 1);
    words.right = _mm256_inserti128_si256(_mm256_castsi128_si256(pairs[2]), pairs[3], 1);
    return words;
}

FLOWCONV_INLINE __m256i flowconv_load_two_pairs(const uint8_t *one, const uint8_t *other) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)one)),
        _mm_loadu_si128((const __m128i *)(const void *)other), 1);
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_pairs(const uint8_t *const places[8]) {
    flowconv_eight_pairs pairs;
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        pairs.even[half] = flowconv_load_two_pairs(places[4 * half], places[4 * half + 2]);
        pairs.odd[half] = flowconv_load_two_pairs(places[4 * half + 1], places[4 * half + 3]);
    }
    return pairs;
}

/// Keys that were stored.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_keys(const uint64_t *keys) {
    flowconv_eight_pairs pairs;
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        pairs.even[half] = _mm256_load_si256((const __m256i *)(const void *)(keys + 8 * half));
        pairs.odd[half] = _mm256_load_si256((const __m256i *)(const void *)(keys + 8 * half + 4));
    }
    return pairs;
}

// MARK: Stores

/// Stores keys, in an order that only the function that loads them knows.
FLOWCONV_INLINE void flowconv_store_keys(uint64_t *keys, flowconv_eight_pairs pairs) {
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        _mm256_store_si256((__m256i *)(void *)(keys + 8 * half), pairs.even[half]);
        _mm256_store_si256((__m256i *)(void *)(keys + 8 * half + 4), pairs.odd[half]);
    }
}

// Stores under a mask are microcode on many processors, so that those of fewer lanes go through a copy.

/// Stores the words of the first lanes.
FLOWCONV_INLINE void flowconv_store_words(int64_t *target, uint8_t live, flowconv_words words) {
    int64_t copy[8];
    int64_t *place = live == 0xFF ? target : copy;
    _mm256_storeu_si256((__m256i *)(void *)place, words.left);
    _mm256_storeu_si256((__m256i *)(void *)(place + 4), words.right);
    if (live != 0xFF) memcpy(target, copy, (size_t)__builtin_popcount(live) * sizeof(int64_t));
}

/// Stores the halves of the first lanes.
FLOWCONV_INLINE void flowconv_store_halves(void *target, uint8_t live, __m256i halves) {
    uint32_t copy[8];
    _mm256_storeu_si256(live == 0xFF ? target : (void *)copy, halves);
    if (live != 0xFF) memcpy(target, copy, (size_t)__builtin_popcount(live) * sizeof(uint32_t));
}

// MARK: Words

/// What an instruction makes of each half of some words, or of those of two.
#define FLOWCONV_MAP(INSTRUCTION, words, ...) \
    ((flowconv_words){ INSTRUCTION((words).left, __VA_ARGS__), INSTRUCTION((words).right, __VA_ARGS__) })
#define FLOWCONV_ZIP(INSTRUCTION, one, other) \
    ((flowconv_words){ INSTRUCTION((one).left, (other).left), INSTRUCTION((one).right, (other).right) })

FLOWCONV_INLINE flowconv_words flowconv_repeat(uint64_t word) {
    __m256i four = _mm256_set1_epi64x((long long)word);
    return (flowconv_words){ four, four };
}

FLOWCONV_INLINE flowconv_words flowconv_add(flowconv_words words, uint64_t constant) {
    return FLOWCONV_MAP(_mm256_add_epi64, words, _mm256_set1_epi64x((long long)constant));
}

FLOWCONV_INLINE flowconv_words flowconv_xor(flowconv_words one, flowconv_words other) {
    return FLOWCONV_ZIP(_mm256_xor_si256, one, other);
}

FLOWCONV_INLINE flowconv_words flowconv_shift_left(flowconv_words words, unsigned bits) {
    return FLOWCONV_MAP(_mm256_slli_epi64, words, (int)bits);
}

FLOWCONV_INLINE flowconv_words flowconv_shift_right(flowconv_words words, unsigned bits) {
    return FLOWCONV_MAP(_mm256_srli_epi64, words, (int)bits);
}

FLOWCONV_INLINE flowconv_words flowconv_swap_halves(flowconv_words words) {
    return FLOWCONV_MAP(_mm256_shuffle_epi32, words, 0xB1);
}

/// The product of the two halves of each word.
FLOWCONV_INLINE flowconv_words flowconv_multiply_halves(flowconv_words words) {
    return FLOWCONV_ZIP(_mm256_mul_epu32, words, flowconv_shift_right(words, 32));
}

FLOWCONV_INLINE flowconv_words flowconv_multiply(flowconv_words words, uint64_t constant) {
    // The product of the upper halves is above 64 bits.
    __m256i low = _mm256_set1_epi64x((long long)(constant & 0xFFFFFFFF));
    __m256i high = _mm256_set1_epi64x((long long)(constant >> 32));
    flowconv_words crossed = FLOWCONV_ZIP(
        _mm256_add_epi64, FLOWCONV_MAP(_mm256_mul_epu32, words, high),
        FLOWCONV_MAP(_mm256_mul_epu32, flowconv_shift_right(words, 32), low));
    return FLOWCONV_ZIP(
        _mm256_add_epi64, FLOWCONV_MAP(_mm256_mul_epu32, words, low), flowconv_shift_left(crossed, 32));
}

/// Halves of both vectors, in their order: those that `choice` takes of two neighbours.
#define FLOWCONV_HALVES(words, choice) \
    _mm256_permute4x64_epi64( \
        _mm256_castps_si256(_mm256_shuffle_ps( \
            _mm256_castsi256_ps((words).left), _mm256_castsi256_ps((words).right), choice)), \
        0xD8)

FLOWCONV_INLINE __m256i flowconv_low_halves(flowconv_words words) { return FLOWCONV_HALVES(words, 0x88); }

FLOWCONV_INLINE __m256i flowconv_high_halves(flowconv_words words) { return FLOWCONV_HALVES(words, 0xDD); }

/// Replaces the last byte of each word by the first one of another.
FLOWCONV_INLINE flowconv_words flowconv_put_top_byte(flowconv_words words, flowconv_words bytes) {
    words = FLOWCONV_MAP(_mm256_and_si256, words, _mm256_set1_epi64x((1ll << 56) - 1));
    return FLOWCONV_ZIP(_mm256_or_si256, words, flowconv_shift_left(bytes, 56));
}

/// As many of the first bits of each word as it says, up to all of them; zeros behind them.
FLOWCONV_INLINE flowconv_words flowconv_cut_words(flowconv_words words, flowconv_words bits) {
    return FLOWCONV_ZIP(_mm256_andnot_si256, FLOWCONV_ZIP(_mm256_sllv_epi64, flowconv_repeat(~0ull), bits), words);
}

// MARK: Truth

FLOWCONV_INLINE flowconv_truth flowconv_equal(flowconv_words words, uint64_t word) {
    return FLOWCONV_MAP(_mm256_cmpeq_epi64, words, _mm256_set1_epi64x((long long)word));
}

FLOWCONV_INLINE flowconv_truth flowconv_and_equal(flowconv_truth truth, flowconv_words words, uint64_t word) {
    return FLOWCONV_ZIP(_mm256_and_si256, truth, flowconv_equal(words, word));
}

FLOWCONV_INLINE flowconv_truth flowconv_either(flowconv_truth one, flowconv_truth other) {
    return FLOWCONV_ZIP(_mm256_or_si256, one, other);
}

/// The word where it is true, and `words` where it is not.
FLOWCONV_INLINE flowconv_words flowconv_replace(flowconv_truth truth, flowconv_words words, uint64_t word) {
    __m256i four = _mm256_set1_epi64x((long long)word);
    return (flowconv_words){
        _mm256_blendv_epi8(words.left, four, truth.left), _mm256_blendv_epi8(words.right, four, truth.right)
    };
}

/// A bit for each lane.
FLOWCONV_INLINE uint8_t flowconv_lanes(flowconv_truth truth) {
    int left = _mm256_movemask_pd(_mm256_castsi256_pd(truth.left));
    int right = _mm256_movemask_pd(_mm256_castsi256_pd(truth.right));
    return (uint8_t)(left | right << 4);
}

// MARK: Pairs

FLOWCONV_INLINE flowconv_words flowconv_first_words(flowconv_eight_pairs pairs) {
    flowconv_words words;
    words.left = _mm256_unpacklo_epi64(pairs.even[0], pairs.odd[0]);
    words.right = _mm256_unpacklo_epi64(pairs.even[1], pairs.odd[1]);
    return words;
}

FLOWCONV_INLINE flowconv_words flowconv_second_words(flowconv_eight_pairs pairs) {
    flowconv_words words;
    words.left = _mm256_unpackhi_epi64(pairs.even[0], pairs.odd[0]);
    words.right = _mm256_unpackhi_epi64(pairs.even[1], pairs.odd[1]);
    return words;
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_pairs_of(flowconv_words first, flowconv_words second) {
    flowconv_eight_pairs pairs;
    pairs.even[0] = _mm256_unpacklo_epi64(first.left, second.left);
    pairs.odd[0] = _mm256_unpackhi_epi64(first.left, second.left);
    pairs.even[1] = _mm256_unpacklo_epi64(first.right, second.right);
    pairs.odd[1] = _mm256_unpackhi_epi64(first.right, second.right);
    return pairs;
}

FLOWCONV_INLINE flowconv_eight_pairs flowconv_xor_pairs(flowconv_eight_pairs one, flowconv_eight_pairs other) {
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        one.even[half] = _mm256_xor_si256(one.even[half], other.even[half]);
        one.odd[half] = _mm256_xor_si256(one.odd[half], other.odd[half]);
    }
    return one;
}

/// The lanes of which both words are 0.
FLOWCONV_INLINE uint8_t flowconv_zero_pairs(flowconv_eight_pairs pairs) {
    flowconv_words first = flowconv_first_words(pairs), second = flowconv_second_words(pairs);
    flowconv_words both = {
        _mm256_or_si256(first.left, second.left), _mm256_or_si256(first.right, second.right)
    };
    return flowconv_lanes(flowconv_equal(both, 0));
}

/// The pairs of `others` in some lanes, and `pairs` in those that are left.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_replace_pairs(
    uint8_t lanes, flowconv_eight_pairs pairs, flowconv_eight_pairs others
) {
    const __m256i even = _mm256_set_epi64x(4, 4, 1, 1), odd = _mm256_set_epi64x(8, 8, 2, 2);
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
        __m256i bits = _mm256_set1_epi64x(lanes >> 4 * half);
        __m256i evens = _mm256_cmpeq_epi64(_mm256_and_si256(bits, even), even);
        __m256i odds = _mm256_cmpeq_epi64(_mm256_and_si256(bits, odd), odd);
        pairs.even[half] = _mm256_blendv_epi8(pairs.even[half], others.even[half], evens);
        pairs.odd[half] = _mm256_blendv_epi8(pairs.odd[half], others.odd[half], odds);
    }
    return pairs;
}
