// Texts looked up in a dictionary, eight tokens at a time; the twin is ByteArrayDictionary. Included once a level.

/// The same as ``flowconv_find_texts`` for a dictionary of few values: each token is compared with all of them, by its
/// first word alone where they are `narrow`, of at most eight bytes, which is known where this is inlined.
FLOWCONV_INLINE void flowconv_find_among_few(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, int narrow, uint32_t *ids,
    flowconv_row_list *others
) {
    const uint64_t *keys = dictionary->keys;
    for (size_t row = 0; row < tokens->count; row += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row);
        flowconv_words low, high;
        if (narrow) {
            low = flowconv_cut_words(flowconv_load_first_words(&eight, tokens->bytes), eight.bits);
            high = flowconv_shift_left(eight.length, 56);
        } else {
            flowconv_eight_pairs own = flowconv_short_keys(flowconv_load_heads(&eight, tokens->bytes), eight.length);
            low = flowconv_first_words(own);
            high = flowconv_second_words(own);
        }
        flowconv_words id = flowconv_repeat(0);
        uint8_t known = 0;
        for (size_t value = dictionary->has_null ? 0 : 1; value <= dictionary->count; value++) {
            flowconv_truth hit = flowconv_equal(low, keys[2 * value]);
            hit = flowconv_and_equal(hit, high, keys[2 * value + 1]);
            id = flowconv_replace(hit, id, value);
            known |= flowconv_lanes(hit);
        }
        // Of the length of a longer token only the last byte is in its key.
        known &= flowconv_lengths_up_to(&eight, FLOWCONV_INLINE_LIMIT);
        flowconv_store_halves(ids + row, eight.live, flowconv_low_halves(id));
        uint8_t other = eight.live & (uint8_t)~known;
        if (other) flowconv_list_rows(others, tokens->first + row, other);
    }
}

/// What is known of some rows on their way to their ids.
typedef struct {
    /// Two words a row; the first and last 16 bytes of tokens only among rows that have a long one.
    uint64_t keys[2 * FLOWCONV_FIND_ROWS] __attribute__((aligned(64)));
    flowconv_eight_pairs heads[FLOWCONV_FIND_ROWS / 8], tails[FLOWCONV_FIND_ROWS / 8];
    /// Where in the table the line begins, and the tag to be found in it.
    uint32_t line[FLOWCONV_FIND_ROWS], tag[FLOWCONV_FIND_ROWS];
    uint32_t candidate[FLOWCONV_FIND_ROWS];
    /// The first row, and how many there are, rounded up to a multiple of 8.
    size_t row, count;
    /// Of each eight rows those of 1 to 32 bytes, and those of more than 15.
    uint8_t usual[FLOWCONV_FIND_ROWS / 8], wide[FLOWCONV_FIND_ROWS / 8];
} flowconv_pending;

/// Works out keys and hashes, and asks for the lines of the table that they lead to.
FLOWCONV_INLINE void flowconv_find_keys(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, size_t row, int ahead, flowconv_pending *rows
) {
    const uint32_t idBits = (uint32_t)dictionary->mask;
    const __m256i tagBits = _mm256_set1_epi32((int)~idBits);
    const __m256i someTag = _mm256_set1_epi32((int)(idBits + 1));
    const __m256i lines = _mm256_set1_epi32((int)(idBits & ~15u));
    size_t left = tokens->count - row;
    rows->row = row;
    rows->count = left < FLOWCONV_FIND_ROWS ? (left + 7) & ~(size_t)7 : FLOWCONV_FIND_ROWS;
    for (size_t i = 0; i < rows->count; i += 8) {
        flowconv_eight_tokens eight = flowconv_load_tokens(tokens, row + i);
        uint8_t usual = eight.live & flowconv_lengths_from_1_to(&eight, FLOWCONV_FIND_LIMIT);
        uint8_t wide = usual & (uint8_t)~flowconv_lengths_up_to(&eight, FLOWCONV_INLINE_LIMIT);
        flowconv_eight_pairs heads = flowconv_load_heads(&eight, tokens->bytes);
        flowconv_eight_pairs keys = flowconv_short_keys(heads, eight.length);
        if (wide) {
            rows->heads[i / 8] = heads;
            rows->tails[i / 8] = flowconv_load_tails(&eight, tokens->bytes);
            flowconv_eight_pairs longs = flowconv_long_keys(heads, rows->tails[i / 8], eight.length);
            keys = flowconv_replace_pairs(wide, keys, longs);
        }
        flowconv_store_keys(rows->keys + 2 * i, keys);
        rows->usual[i / 8] = usual;
        rows->wide[i / 8] = wide;
        flowconv_words hash = flowconv_hash(flowconv_first_words(keys), flowconv_second_words(keys));
        __m256i line = _mm256_and_si256(flowconv_low_halves(hash), lines);
        __m256i tag = _mm256_or_si256(flowconv_high_halves(hash), someTag);
        _mm256_storeu_si256((__m256i *)(void *)(rows->line + i), line);
        _mm256_storeu_si256((__m256i *)(void *)(rows->tag + i), _mm256_and_si256(tag, tagBits));
        if (ahead) {
#pragma clang loop unroll(full)
            for (size_t lane = 0; lane < 8; lane++) __builtin_prefetch(dictionary->table + rows->line[i + lane]);
        }
    }
}

/// Finds the first id of each line whose tag fits, or some id where there is none, and asks for its key.
FLOWCONV_INLINE void flowconv_find_candidates(
    const flowconv_dictionary *dictionary, int ahead, flowconv_pending *rows
) {
    const uint32_t idBits = (uint32_t)dictionary->mask;
    for (size_t i = 0; i < rows->count; i++) {
        const uint32_t *line = dictionary->table + rows->line[i];
        uint32_t same = flowconv_find_tag(line, ~idBits, rows->tag[i]);
        uint32_t candidate = line[__builtin_ctz(same | 1u << 15)] & idBits;
        rows->candidate[i] = candidate;
        if (ahead) __builtin_prefetch(dictionary->keys + 2 * candidate);
    }
}

/// The first or the last 16 bytes of long values.
///
/// Ids are volatile, or the compiler loads all eight into a vector and takes them out of it again.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_values(
    const flowconv_dictionary *dictionary, const volatile uint32_t ids[8], int areLast
) {
    const uint8_t *places[8];
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) {
        const int64_t *offset = dictionary->offsets + ids[lane];
        places[lane] = dictionary->arena + (areLast ? offset[1] - 16 : offset[0]);
    }
    return flowconv_load_pairs(places);
}

/// Which of the lanes in `wide` have the bytes of their candidates: the key of a long token is a hash beside its length.
FLOWCONV_INLINE uint8_t flowconv_equal_bytes(
    const flowconv_dictionary *dictionary, flowconv_eight_pairs heads, flowconv_eight_pairs tails,
    const uint32_t *candidates, uint8_t wide
) {
    uint32_t ids[8];
    if (wide != 0xFF) {
        // Lanes whose values may be short take the first that is long, of which 16 bytes can be read at either end.
        for (int lane = 0; lane < 8; lane++) ids[lane] = candidates[wide >> lane & 1 ? lane : __builtin_ctz(wide)];
        candidates = ids;
    }
    heads = flowconv_xor_pairs(heads, flowconv_load_values(dictionary, candidates, 0));
    tails = flowconv_xor_pairs(tails, flowconv_load_values(dictionary, candidates, 1));
    return wide & flowconv_zero_pairs(heads) & flowconv_zero_pairs(tails);
}

/// The keys of the candidates of eight rows.
FLOWCONV_INLINE flowconv_eight_pairs flowconv_load_known_keys(
    const flowconv_dictionary *dictionary, const volatile uint32_t ids[8]
) {
    const uint8_t *places[8];
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) places[lane] = (const uint8_t *)(dictionary->keys + 2 * (size_t)ids[lane]);
    return flowconv_load_pairs(places);
}

/// Compares with the keys of the candidates, and writes their ids; lists the rows that none fits.
FLOWCONV_INLINE void flowconv_find_equals(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, const flowconv_pending *rows, uint32_t *ids,
    flowconv_row_list *others
) {
    for (size_t i = 0; i < rows->count; i += 8) {
        flowconv_eight_pairs own = flowconv_load_keys(rows->keys + 2 * i);
        flowconv_eight_pairs known = flowconv_load_known_keys(dictionary, rows->candidate + i);
        uint8_t hit = rows->usual[i / 8] & flowconv_zero_pairs(flowconv_xor_pairs(known, own));
        size_t row = rows->row + i;
        uint8_t wide = hit & rows->wide[i / 8];
        if (wide) {
            hit &= (uint8_t)~wide;
            hit |= flowconv_equal_bytes(dictionary, rows->heads[i / 8], rows->tails[i / 8], rows->candidate + i, wide);
        }
        uint8_t live = flowconv_live_lanes(tokens->count - row);
        flowconv_store_halves(
            ids + row, live, _mm256_loadu_si256((const __m256i *)(const void *)(rows->candidate + i)));
        uint8_t other = live & (uint8_t)~hit;
        if (other) flowconv_list_rows(others, tokens->first + row, other);
    }
}

/// The same as ``flowconv_find_texts`` for a dictionary of many values; `ahead` is known where this is inlined.
FLOWCONV_INLINE void flowconv_find_in_table(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, int ahead, uint32_t *ids,
    flowconv_row_list *others
) {
    flowconv_pending stages[3];
    size_t groups = (tokens->count + FLOWCONV_FIND_ROWS - 1) / FLOWCONV_FIND_ROWS;
    for (size_t group = 0; group < groups + 2; group++) {
        if (group < groups) flowconv_find_keys(tokens, dictionary, group * FLOWCONV_FIND_ROWS, ahead, &stages[group % 3]);
        if (group >= 1 && group <= groups) flowconv_find_candidates(dictionary, ahead, &stages[(group - 1) % 3]);
        if (group >= 2) flowconv_find_equals(tokens, dictionary, &stages[(group - 2) % 3], ids, others);
    }
}

/// Writes the ids of tokens of 1 to 32 bytes; lists the rows that are not found or not of such a length. Those that are not
/// found may be in the dictionary.
FLOWCONV_KERNEL void flowconv_find_texts(
    const flowconv_tokens *tokens, const flowconv_dictionary *dictionary, uint32_t *ids, flowconv_row_list *others
) {
    size_t longest = flowconv_longest_of_few(dictionary);
    if (longest <= 8) return flowconv_find_among_few(tokens, dictionary, 1, ids, others);
    if (longest <= FLOWCONV_INLINE_LIMIT) return flowconv_find_among_few(tokens, dictionary, 0, ids, others);
    // A small table lies in the first-level cache: nothing to be fetched ahead.
    if (dictionary->mask < 4096) return flowconv_find_in_table(tokens, dictionary, 0, ids, others);
    flowconv_find_in_table(tokens, dictionary, 1, ids, others);
}
