// Texts looked up in a dictionary, eight tokens at a time; the twin is ByteArrayDictionary.
#ifndef FLOWCONV_CDICTIONARYKERNEL_H
#define FLOWCONV_CDICTIONARYKERNEL_H

#include "CTokenColumn.h"

/// A dictionary as it is while a column is looked up.
typedef struct {
    /// Of each place an id in the bits of `mask`, and in those above it a tag of a hash; 0 where the place is free.
    const uint32_t *table;
    /// One less than there are places.
    uint64_t mask;
    /// Two words an id.
    const uint64_t *keys;
    /// Where the bytes of each id begin, one more than there are ids.
    const int64_t *offsets;
    const uint8_t *arena;
    /// The ids there are, and whether id 0, the token `-`, is looked up as well.
    size_t count;
    int has_null;
} flowconv_dictionary;

/// The longest token that is its own key, in bytes.
enum { FLOWCONV_INLINE_LIMIT = 15 };
/// The longest token that the kernel looks up, in bytes.
enum { FLOWCONV_FIND_LIMIT = 32 };

// The constants of the hash; see DictionaryKey, its twin.
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

FLOWCONV_AVX512 static inline __m512i flowconv_gather(__mmask8 lanes, __m512i places, const void *base, int scale) {
    __m512i none = _mm512_setzero_si512();
    return scale == 8 ? _mm512_mask_i64gather_epi64(none, lanes, places, base, 8)
                      : _mm512_mask_i64gather_epi64(none, lanes, places, base, 1);
}

/// The second eight bytes of tokens, where any has so many.
FLOWCONV_AVX512 static inline __m512i flowconv_second_word(const flowconv_eight_tokens *eight, const uint8_t *bytes) {
    __mmask8 longer = _mm512_mask_cmpgt_epu64_mask(eight->live, eight->length, _mm512_set1_epi64(8));
    return longer ? flowconv_gather(longer, eight->start, bytes + 8, 1) : _mm512_setzero_si512();
}

/// The keys of short tokens: their bytes, and their length in the last one.
FLOWCONV_AVX512 static inline void flowconv_short_keys(
    const flowconv_eight_tokens *eight, __m512i first, __m512i second, __m512i *low, __m512i *high
) {
    const __m512i ones = _mm512_set1_epi64(-1);
    // Shifts of 64 and more give 0.
    __m512i behind = _mm512_max_epi64(_mm512_sub_epi64(eight->bits, _mm512_set1_epi64(64)), _mm512_setzero_si512());
    *low = _mm512_andnot_si512(_mm512_sllv_epi64(ones, eight->bits), first);
    *high = _mm512_or_si512(
        _mm512_andnot_si512(_mm512_sllv_epi64(ones, behind), second), _mm512_slli_epi64(eight->length, 56));
}

/// The most values that are compared one after the other rather than looked up.
enum { FLOWCONV_FEW_VALUES = 6 };

/// The same as ``flowconv_find_avx512`` for a dictionary of few values: each token is compared with all of them.
FLOWCONV_AVX512 static inline size_t flowconv_find_among_few(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, uint32_t *ids, uint32_t *others
) {
    const __m512i places = flowconv_token_places(tokens->stride);
    const uint32_t *ends = tokens->ends;
    const uint64_t *keys = dictionary->keys;
    size_t found = 0;
    for (size_t row = 0; row < tokens->count; row += 8, ends += 8 * tokens->stride) {
        flowconv_eight_tokens eight = flowconv_load_tokens(ends, places, tokens->count - row);
        __m512i low, high;
        flowconv_short_keys(
            &eight, flowconv_gather(eight.live, eight.start, tokens->bytes, 1),
            flowconv_second_word(&eight, tokens->bytes), &low, &high);
        // The key of a long token has a bit that these have not.
        __mmask8 pending = eight.live
            & _mm512_cmple_epu64_mask(eight.length, _mm512_set1_epi64(FLOWCONV_INLINE_LIMIT));
        __mmask8 other = eight.live & (__mmask8)~pending;
        __m512i id = _mm512_setzero_si512();
        for (size_t value = dictionary->has_null ? 0 : 1; value <= dictionary->count; value++) {
            __mmask8 hit = _mm512_mask_cmpeq_epi64_mask(pending, low, _mm512_set1_epi64((long long)keys[2 * value]));
            hit = _mm512_mask_cmpeq_epi64_mask(hit, high, _mm512_set1_epi64((long long)keys[2 * value + 1]));
            id = _mm512_mask_mov_epi64(id, hit, _mm512_set1_epi64((long long)value));
            pending &= (__mmask8)~hit;
        }
        other |= pending;
        _mm256_mask_storeu_epi32(ids + row, eight.live, _mm512_cvtepi64_epi32(id));
        if (other) found += flowconv_list_rows(others + found, row, other);
    }
    return found;
}

/// Rows that are worked on together: while the places of one group of rows are fetched from memory, those before it are
/// compared.
enum { FLOWCONV_FIND_ROWS = 64 };

/// What is known of some rows on their way to their ids.
typedef struct {
    uint64_t low[FLOWCONV_FIND_ROWS], high[FLOWCONV_FIND_ROWS], hash[FLOWCONV_FIND_ROWS];
    uint64_t candidate[FLOWCONV_FIND_ROWS];
    /// The words of long tokens, the first two and the last two.
    uint64_t words[4][FLOWCONV_FIND_ROWS];
    size_t row, count;
    /// Of each eight rows those of up to 32 bytes, those of more than 15, and those that may be a candidate's.
    __mmask8 usual[FLOWCONV_FIND_ROWS / 8], wide[FLOWCONV_FIND_ROWS / 8], named[FLOWCONV_FIND_ROWS / 8];
} flowconv_pending;

/// Works out keys and hashes, and asks for the places of the table that they lead to.
FLOWCONV_AVX512 static inline void flowconv_find_keys(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, size_t row, int ahead, flowconv_pending *rows
) {
    const __m512i one = _mm512_set1_epi64(1);
    const __m512i places = flowconv_token_places(tokens->stride);
    const uint8_t *bytes = tokens->bytes;
    const uint32_t *ends = tokens->ends + row * tokens->stride;
    size_t left = tokens->count - row;
    rows->row = row;
    rows->count = left < FLOWCONV_FIND_ROWS ? left : FLOWCONV_FIND_ROWS;
    for (size_t i = 0; i < rows->count; i += 8, ends += 8 * tokens->stride) {
        flowconv_eight_tokens eight = flowconv_load_tokens(ends, places, left - i);
        const __m512i length = eight.length;
        __mmask8 usual = eight.live
            & _mm512_cmplt_epu64_mask(_mm512_sub_epi64(length, one), _mm512_set1_epi64(FLOWCONV_FIND_LIMIT));
        __mmask8 wide = _mm512_mask_cmpgt_epu64_mask(usual, length, _mm512_set1_epi64(FLOWCONV_INLINE_LIMIT));
        __m512i first = flowconv_gather(eight.live, eight.start, bytes, 1);
        __m512i second = flowconv_second_word(&eight, bytes);
        __m512i low, high;
        flowconv_short_keys(&eight, first, second, &low, &high);
        if (wide) {
            __m512i third = flowconv_gather(wide, eight.end, bytes - 16, 1);
            __m512i fourth = flowconv_gather(wide, eight.end, bytes - 8, 1);
            __m512i begin = flowconv_mix(
                flowconv_add(_mm512_xor_si512(first, length), FLOWCONV_HASH_1), flowconv_add(second, FLOWCONV_HASH_3));
            __m512i end = flowconv_mix(flowconv_add(third, FLOWCONV_HASH_2), flowconv_add(fourth, FLOWCONV_HASH_4));
            low = _mm512_mask_mov_epi64(low, wide, begin);
            // The length takes the last byte, with a bit that no short token has.
            end = _mm512_and_si512(end, _mm512_set1_epi64((1ll << 56) - 1));
            end = _mm512_or_si512(end, _mm512_slli_epi64(_mm512_or_si512(length, _mm512_set1_epi64(0x80)), 56));
            high = _mm512_mask_mov_epi64(high, wide, end);
            _mm512_storeu_si512(rows->words[0] + i, first);
            _mm512_storeu_si512(rows->words[1] + i, second);
            _mm512_storeu_si512(rows->words[2] + i, third);
            _mm512_storeu_si512(rows->words[3] + i, fourth);
        }
        rows->usual[i / 8] = usual;
        rows->wide[i / 8] = wide;
        __m512i hash = flowconv_hash(low, high);
        _mm512_storeu_si512(rows->low + i, low);
        _mm512_storeu_si512(rows->high + i, high);
        _mm512_storeu_si512(rows->hash + i, hash);
        if (ahead) {
#pragma clang loop unroll(full)
            for (int lane = 0; lane < 8; lane++) {
                __builtin_prefetch(dictionary->table + (rows->hash[i + lane] & dictionary->mask));
            }
        }
    }
}

/// Finds the first id whose tag fits, and asks for its key.
FLOWCONV_AVX512 static inline void flowconv_find_candidates(
    const flowconv_dictionary *dictionary, int ahead, flowconv_pending *rows
) {
    const __m512i one = _mm512_set1_epi64(1);
    const __m512i mask = _mm512_set1_epi64((long long)dictionary->mask);
    const __m512i tagBits = _mm512_set1_epi64((long long)(uint32_t)~dictionary->mask);
    const __m512i someTag = _mm512_set1_epi64((long long)dictionary->mask + 1);
    for (size_t i = 0; i < rows->count; i += 8) {
        __m512i hash = _mm512_loadu_si512(rows->hash + i);
        __m512i tag = _mm512_and_si512(_mm512_or_si512(_mm512_srli_epi64(hash, 32), someTag), tagBits);
        __m512i place = _mm512_and_si512(hash, mask);
        __mmask8 pending = rows->usual[i / 8];
        __mmask8 named = 0;
        __m512i candidate = _mm512_setzero_si512();
        while (pending) {
            __m512i entry = _mm512_cvtepu32_epi64(
                _mm512_mask_i64gather_epi32(_mm256_setzero_si256(), pending, place, dictionary->table, 4));
            __mmask8 same = _mm512_mask_cmpeq_epi64_mask(pending, _mm512_and_si512(entry, tagBits), tag);
            candidate = _mm512_mask_and_epi64(candidate, same, entry, mask);
            named |= same;
            pending &= (__mmask8)~same & _mm512_test_epi64_mask(entry, entry);
            place = _mm512_and_si512(_mm512_add_epi64(place, one), mask);
        }
        rows->named[i / 8] = named;
        _mm512_storeu_si512(rows->candidate + i, candidate);
        if (ahead) {
#pragma clang loop unroll(full)
            for (int lane = 0; lane < 8; lane++) {
                __builtin_prefetch(dictionary->keys + 2 * rows->candidate[i + lane]);
            }
        }
    }
}

/// Compares with the keys of the candidates, and writes their ids; lists the rows that none fits.
FLOWCONV_AVX512 static inline size_t flowconv_find_equals(
    const flowconv_dictionary *dictionary, const flowconv_pending *rows, uint32_t *ids, uint32_t *others
) {
    size_t found = 0;
    for (size_t i = 0; i < rows->count; i += 8) {
        __m512i candidate = _mm512_loadu_si512(rows->candidate + i);
        __m512i at = _mm512_slli_epi64(candidate, 1);
        __mmask8 hit = rows->named[i / 8];
        __m512i low = flowconv_gather(hit, at, dictionary->keys, 8);
        __m512i high = flowconv_gather(hit, at, dictionary->keys + 1, 8);
        hit = _mm512_mask_cmpeq_epi64_mask(hit, low, _mm512_loadu_si512(rows->low + i));
        hit = _mm512_mask_cmpeq_epi64_mask(hit, high, _mm512_loadu_si512(rows->high + i));
        __mmask8 wide = hit & rows->wide[i / 8];
        size_t row = rows->row + i;
        if (wide) {
            // A long token's key is a hash beside its length: its bytes decide.
            const uint8_t *arena = dictionary->arena;
            __m512i length = _mm512_and_si512(
                _mm512_srli_epi64(_mm512_loadu_si512(rows->high + i), 56), _mm512_set1_epi64(0x7F));
            __m512i start = flowconv_gather(wide, candidate, dictionary->offsets, 8);
            __m512i end = _mm512_add_epi64(start, length);
            __mmask8 equal = _mm512_mask_cmpeq_epi64_mask(
                wide, flowconv_gather(wide, start, arena, 1), _mm512_loadu_si512(rows->words[0] + i));
            equal = _mm512_mask_cmpeq_epi64_mask(
                equal, flowconv_gather(equal, start, arena + 8, 1), _mm512_loadu_si512(rows->words[1] + i));
            equal = _mm512_mask_cmpeq_epi64_mask(
                equal, flowconv_gather(equal, end, arena - 16, 1), _mm512_loadu_si512(rows->words[2] + i));
            equal = _mm512_mask_cmpeq_epi64_mask(
                equal, flowconv_gather(equal, end, arena - 8, 1), _mm512_loadu_si512(rows->words[3] + i));
            hit = (hit & (__mmask8)~wide) | equal;
        }
        __mmask8 live = flowconv_live_lanes(rows->count - i);
        _mm256_mask_storeu_epi32(ids + row, live, _mm512_cvtepi64_epi32(candidate));
        __mmask8 other = live & (__mmask8)~hit;
        if (other) found += flowconv_list_rows(others + found, row, other);
    }
    return found;
}

/// Writes the ids of tokens of 1 to 32 bytes; returns how many rows are not in the dictionary or not of such a length,
/// and their numbers in `others`, in order.
///
/// `others` must have room for every row.
FLOWCONV_AVX512_KERNEL static inline size_t flowconv_find_avx512(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, uint32_t *ids, uint32_t *others
) {
    if (dictionary->count <= FLOWCONV_FEW_VALUES) return flowconv_find_among_few(tokens, dictionary, ids, others);
    // A small table lies in the first-level cache: nothing to be fetched ahead.
    int ahead = dictionary->mask >= 1024;
    flowconv_pending stages[3];
    size_t found = 0;
    size_t groups = (tokens->count + FLOWCONV_FIND_ROWS - 1) / FLOWCONV_FIND_ROWS;
    for (size_t group = 0; group < groups + 2; group++) {
        if (group < groups) flowconv_find_keys(tokens, dictionary, group * FLOWCONV_FIND_ROWS, ahead, &stages[group % 3]);
        if (group >= 1 && group <= groups) flowconv_find_candidates(dictionary, ahead, &stages[(group - 1) % 3]);
        if (group >= 2) found += flowconv_find_equals(dictionary, &stages[(group - 2) % 3], ids, others + found);
    }
    return found;
}

#else

// Never called where there are no kernels, so that callers need no conditions of their own.
static inline size_t flowconv_find_avx512(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, uint32_t *ids, uint32_t *others
) {
    (void)tokens, (void)dictionary, (void)ids, (void)others;
    return 0;
}

#endif
#endif
