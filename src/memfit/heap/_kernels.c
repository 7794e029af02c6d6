/* The loops of `memfit heap` that numpy cannot express, in plain C11 without any library.
 *
 * Loaded with ctypes by memfit.heap.native; memfit.heap.pure computes the same without a compiler,
 * and the tests compare the two. Arrays belong to the caller and have the sizes that each function
 * names. Every index that comes from a file is checked once, in parse_nodes and parse_edges; the
 * functions on graphs rely on that. A function that allocates returns OUT_OF_MEMORY when it cannot.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Whether to make use of AVX2 if the processor turns out to have it. */
#if !defined(WIDE)
#if defined(__x86_64__) && defined(__GNUC__)
#define WIDE 1
#else
#define WIDE 0
#endif
#endif
#if WIDE
#include <immintrin.h>
#endif

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t i64;

enum { OK = 0, OUT_OF_MEMORY = -1 };
enum { WANTS_TEXT = 0, COMPLETE = 1, ENDED = 2, BAD_VALUE = 3, FULL = 4 };

#define NONE 0xffffffffu
#define BIT(bits, i) ((bits)[(i) >> 6] >> ((i) & 63) & 1)
#define SET(bits, i) ((bits)[(i) >> 6] |= (u64)1 << ((i) & 63))
#define CLEAR(bits, i) ((bits)[(i) >> 6] &= ~((u64)1 << ((i) & 63)))

#define ALWAYS inline __attribute__((always_inline))

static void *table(size_t count, size_t width) {
    if (count > (size_t)-1 / width) return 0;
    return malloc(count ? count * width : 1);
}

static void *zeroed(size_t count, size_t width) { return calloc(count ? count : 1, width); }

/* ---- Text to columns -------------------------------------------------------------------------
 * The caller passes a file piece by piece. `text[length]` is a zero byte, so no loop needs to
 * compare with the end. A row counts only if the byte after its last digit is there: a number that
 * touches the end of the piece may go on in the next one, so its row is left for the next call.
 */
typedef struct {
    i64 consumed; /* bytes of the piece that are done with */
    i64 rows;     /* rows or strings that are stored, over all calls */
    i64 state;    /* WANTS_TEXT and so on */
} Progress;

static inline int number(const u8 **at, u64 *value) {
    const u8 *p = *at;
    u8 digit;
    while ((digit = (u8)(*p - '0')) > 9) {
        if (*p == ']' || *p == 0) {
            *at = p;
            return 0;
        }
        p++;
    }
    u64 sum = digit;
    while ((digit = (u8)(*++p - '0')) <= 9) sum = sum * 10 + digit;
    *at = p;
    *value = sum;
    return 1;
}

/* What a row that could not be read means: the array has ended, the piece has, or a zero byte
 * stands in the file. */
static i64 stopped(const u8 *p, const u8 *end) {
    if (p == end) return WANTS_TEXT;
    return *p == ']' ? ENDED : BAD_VALUE;
}

enum { MAX_FIELDS = 32 };

/* Rows as V8 writes them take fewer steps. What is quick is that the processor guesses where a
 * number ends and goes on: to look for separators first takes longer if it is done row by row,
 * because then each row waits for the one before it.
 */
enum { ROW = 96, WORD = 8, LONGEST = 10 }; /* most bytes of a usual row; of a word; most digits */

/* Read a number of mostly few digits; where it ends is returned. Written out, so that each length
 * has branches of its own to be guessed. */
static inline const u8 *few_digits(const u8 *p, u64 *value) {
    u64 sum = 0;
#define NEXT(k)                                                                                   \
    {                                                                                             \
        u8 digit = (u8)(p[k] - '0');                                                              \
        if (digit > 9) {                                                                          \
            *value = sum;                                                                         \
            return p + k;                                                                         \
        }                                                                                         \
        sum = sum * 10 + digit;                                                                   \
    }
    NEXT(0) NEXT(1) NEXT(2) NEXT(3) NEXT(4) NEXT(5) NEXT(6) NEXT(7) NEXT(8) NEXT(9)
#undef NEXT
    *value = sum;
    return p + LONGEST;
}

/* Eight digits, or fewer with zeros in front: pairs, then fours, then all at once. */
static inline u64 eight_digits(u64 w) {
    w = (w & 0x0f0f0f0f0f0f0f0fu) * (10 * 256 + 1) >> 8;
    w = (w & 0x00ff00ff00ff00ffu) * (100 * 65536 + 1) >> 16;
    return (w & 0x0000ffff0000ffffu) * (10000 * (u64)4294967296 + 1) >> 32;
}

/* The same for a number of mostly six to eight digits. */
static inline const u8 *many_digits(const u8 *p, u64 *value) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const u64 all = 0x0101010101010101u, low = 0x7f * all;
    const u8 *most = p + LONGEST;
    u64 w;
    memcpy(&w, p, WORD);
    u64 digit = w ^ '0' * all;
    /* The highest bit of each byte that is no digit. */
    u64 other = (((digit & low) + (0x80 - 10) * all) | digit) & ~low;
    if (!other) {
        u64 sum = eight_digits(w);
        for (p += WORD; p < most && (u8)(*p - '0') <= 9; p++) sum = sum * 10 + (u8)(*p - '0');
        *value = sum;
        return p;
    }
    if (!(other << 8)) {
        *value = eight_digits(w << 8);
        return p + 7;
    }
    if (!(other << 16)) {
        *value = eight_digits(w << 16);
        return p + 6;
    }
#endif
    return few_digits(p, value);
}

/* Read a row of numbers with single commas between them, the third a long one, and a newline after
 * it; reads at most ROW bytes. Returns where it ends, or 0: then it is for `number`. */
static ALWAYS const u8 *usual_row(const u8 *p, u64 *value,
        const i64 fields) {
    if (p[0] == '\n' && p[1] == ',') p += 2;
#pragma GCC unroll 7
    for (i64 k = 0; k < fields; k++) {
        const u8 *start = p;
        const u8 after = k < fields - 1 ? ',' : '\n';
        if ((k == 0 || k > 4) && p[1] == after) { /* types and flags: mostly one digit */
            if ((value[k] = (u8)(*p - '0')) > 9) return 0;
            p += 2;
            continue;
        }
        p = k == 2 ? many_digits(p, &value[k]) : few_digits(p, &value[k]);
        if (p == start || *p++ != after) return 0;
    }
    return p - 1;
}

/* ---- Many numbers at once: first all ends of numbers in a block of text, 64 bytes at a time, then
 * eight numbers at a time. Neither waits for the row before. ---- */
#if WIDE
enum { BLOCK = 2048, AT_ONCE = 8, STEP = 64 };

typedef struct {
    i64 count;                                 /* numbers that are complete */
    u32 before[AT_ONCE];                       /* the last one is what end[-1] means */
    u32 end[BLOCK / 2 + STEP];                 /* where a number ends; more room than can be used */
    u32 value[BLOCK / 2 + STEP];
} Block;

static ALWAYS int wide(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"); }

/* Find the ends of the numbers in BLOCK bytes, of which the first is at the start of a number or
 * before it. The count stays 0 if there are other bytes than digits and what is below them, where
 * all separators are. */
static __attribute__((target("avx2,bmi,popcnt"))) void find_ends(const u8 *p, Block *block) {
    const __m256i zero = _mm256_set1_epi8('0');
    __m256i most = _mm256_setzero_si256(), least = zero;
    u64 after = 1; /* whether the byte before is no digit */
    volatile u32 *end = block->end; /* or else the compiler stores slowly what it has collected */
    block->count = 0;
    for (u32 at = 0; at < BLOCK; at += STEP) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(p + at));
        __m256i high = _mm256_loadu_si256((const __m256i *)(p + at + STEP / 2));
        most = _mm256_max_epu8(most, _mm256_max_epu8(low, high));
        least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
        u64 other = (u32)_mm256_movemask_epi8(_mm256_cmpgt_epi8(zero, low)) |
                    (u64)(u32)_mm256_movemask_epi8(_mm256_cmpgt_epi8(zero, high)) << 32;
        u64 found = other & ~(other << 1 | after);
        after = other >> 63;
        volatile u32 *next = end + _mm_popcnt_u64(found);
        /* So many always: to guess how many there are fails too often. */
#pragma GCC unroll 20
        for (int k = 0; k < 20; k++, found = _blsr_u64(found)) end[k] = at + (u32)_tzcnt_u64(found);
        for (end += 20; found; found = _blsr_u64(found)) *end++ = at + (u32)_tzcnt_u64(found);
        end = next;
    }
    __m256i above = _mm256_cmpeq_epi8(_mm256_max_epu8(most, _mm256_set1_epi8('9' + 1)), most);
    __m256i none = _mm256_cmpeq_epi8(least, _mm256_setzero_si256());
    if (_mm256_movemask_epi8(_mm256_or_si256(above, none))) return;
    block->count = end - block->end;
    for (int k = 0; k < AT_ONCE; k++) end[k] = BLOCK;
}

/* The eight bytes before each of four ends. */
static ALWAYS __attribute__((target("avx2"))) __m256i four_ends(const u8 *p, const u32 *end) {
    i64 word[4];
    for (int k = 0; k < 4; k++) memcpy(&word[k], p + end[k] - WORD, WORD);
    return _mm256_set_epi64x(word[3], word[2], word[1], word[0]);
}

/* Four numbers as pairs of four digits; `missing` says how many bits of the eight bytes are not theirs. */
static ALWAYS __attribute__((target("avx2"))) __m256i fours(__m256i text, __m128i missing) {
    __m256i there = _mm256_sllv_epi64(_mm256_set1_epi64x(-1), _mm256_cvtepu32_epi64(missing));
    __m256i digit = _mm256_and_si256(_mm256_subs_epu8(text, _mm256_set1_epi8('0')), there);
    __m256i pair = _mm256_maddubs_epi16(digit, _mm256_set1_epi16(1 << 8 | 10));
    return _mm256_madd_epi16(pair, _mm256_set1_epi32(1 << 16 | 100));
}

/* Read the numbers of BLOCK bytes; WORD bytes before them can be read too. Stops before a number
 * above 2^32 - 1. */
static __attribute__((target("avx2,bmi,popcnt"))) void read_block(const u8 *p, Block *block) {
    u32 *end = block->end;
    find_ends(p, block);
    end[-1] = (u32)-1;
    for (i64 k = 0; k < block->count; k += AT_ONCE) {
        __m256i to = _mm256_loadu_si256((const __m256i *)(end + k));
        __m256i from = _mm256_loadu_si256((const __m256i *)(end + k - 1));
        /* Separators count as well, but come out as zeros. */
        const __m256i all = _mm256_set1_epi32(WORD);
        __m256i width = _mm256_sub_epi32(_mm256_sub_epi32(to, from), _mm256_set1_epi32(1));
        __m256i missing = _mm256_slli_epi32(_mm256_sub_epi32(all, _mm256_min_epu32(width, all)), 3);
        __m256i first = fours(four_ends(p, end + k), _mm256_castsi256_si128(missing));
        __m256i second = fours(four_ends(p, end + k + 4), _mm256_extracti128_si256(missing, 1));
        __m256i value = _mm256_madd_epi16(_mm256_packus_epi32(first, second),
                                          _mm256_set1_epi32(1 << 16 | 10000));
        value = _mm256_permute4x64_epi64(value, 0xd8);
        _mm256_storeu_si256((__m256i *)(block->value + k), value);
        u32 longer = (u32)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(width, all)));
        for (; longer; longer &= longer - 1) {
            i64 n = k + __builtin_ctz(longer);
            const u8 *more = p + end[n] - WORD - 1;
            if (n >= block->count) break;
            if ((u8)(*more - '0') > 9) continue;
            u64 whole = block->value[n] + (u64)(*more - '0') * 100000000;
            if (end[n] - end[n - 1] - 1 > WORD + 1) {
                more = p + (u32)(end[n - 1] + 1);
                number(&more, &whole);
            }
            if (whole > NONE) {
                block->count = n;
                break;
            }
            block->value[n] = (u32)whole;
        }
    }
}

/* Whether a block can be read at a place of a piece. */
static ALWAYS int whole_block(const u8 *text, const u8 *p, const u8 *end) {
    return wide() && p - text >= WORD && end - p >= BLOCK;
}
#endif

typedef struct {
    i64 rows;            /* how many the header promises */
    i64 fields;          /* numbers a row, at most MAX_FIELDS */
    i64 places[6];       /* of type, name, id, self_size, edge_count, detachedness (-1: none) */
    u64 types;           /* a type is below this */
    u64 edges;           /* the sum of edge counts is at most this */
    u8 *type;            /* [rows] */
    u32 *name;           /* [rows] */
    u32 *id;             /* [rows] */
    u64 *size;           /* [rows] */
    u32 *first;          /* [rows + 1], first[0] is 0 */
    u8 *detached;        /* [rows] */
} Nodes;

/* Read a row; returns where it ends, or 0 with the state that says why not. */
static ALWAYS const u8 *row_of(const u8 *p, const u8 *end,
        u64 *value, const i64 fields, const int usual, i64 *state) {
    if (usual && end - p >= ROW) {
        const u8 *next = usual_row(p, value, fields);
        if (next) return next;
    }
    for (i64 k = 0; k < fields; k++)
        if (!number(&p, &value[k])) {
            *state = stopped(p, end);
            return 0;
        }
    if (p < end) return p;
    *state = WANTS_TEXT;
    return 0;
}

/* Store a row; `edge` is the sum of the edges so far. Returns 0 if the numbers cannot be right. */
static ALWAYS int keep_node(const Nodes *nodes, i64 i, u64 *edge, u64 type, u64 name, u64 id,
        u64 size, u64 edges, u64 detached) {
    if ((type >= nodes->types) | (name >= NONE) | (id > NONE) | (edges > nodes->edges - *edge))
        return 0;
    *edge += edges;
    nodes->type[i] = (u8)type;
    nodes->name[i] = (u32)name;
    nodes->id[i] = (u32)id;
    nodes->size[i] = size;
    nodes->first[i + 1] = (u32)*edge;
    nodes->detached[i] = (u8)(detached & 3);
    return 1;
}

static ALWAYS void nodes_of(const u8 *text, i64 length, const Nodes *given, Progress *done,
        const i64 fields, const i64 *place, const int usual) {
    const Nodes nodes = *given; /* nothing else can change a copy: it stays in registers */
    const u8 *p, *end = text + length, *row = text;
    i64 i = done->rows;
    u64 value[MAX_FIELDS], edge = nodes.first[i];
    done->state = COMPLETE;
#if WIDE
    const u8 *odd = text; /* up to here rows are read one by one */
    Block block;
#endif
    while (i < nodes.rows) {
#if WIDE
        if (row >= odd && whole_block(text, row, end)) {
            i64 k = 0;
            read_block(row, &block);
            for (; k + fields <= block.count && i < nodes.rows; k += fields, i++) {
                const u32 *v = block.value + k;
                if (!keep_node(&nodes, i, &edge, v[place[0]], v[place[1]], v[place[2]],
                               v[place[3]], v[place[4]], place[5] < 0 ? 0 : v[place[5]]))
                    break;
            }
            if (!k || k + fields <= block.count) odd = row + BLOCK;
            if (k) row += block.end[k - 1];
            continue;
        }
#endif
        if (!(p = row_of(row, end, value, fields, usual, &done->state))) break;
        if (!keep_node(&nodes, i, &edge, value[place[0]], value[place[1]], value[place[2]],
                       value[place[3]], value[place[4]], place[5] < 0 ? 0 : value[place[5]])) {
            done->state = BAD_VALUE;
            break;
        }
        i++;
        row = p;
    }
    done->rows = i;
    done->consumed = row - text;
}

/* Constants let the compiler unroll the row. */
API void memfit_parse_nodes(const u8 *text, i64 length, const Nodes *nodes, Progress *done) {
    static const i64 six[6] = {0, 1, 2, 3, 4, 5}, seven[6] = {0, 1, 2, 3, 4, 6};
    const i64 *place = nodes->places;
    if (nodes->fields == 6 && !memcmp(place, six, sizeof six))
        nodes_of(text, length, nodes, done, 6, six, 1);
    else if (nodes->fields == 7 && !memcmp(place, seven, sizeof seven))
        nodes_of(text, length, nodes, done, 7, seven, 1);
    else
        nodes_of(text, length, nodes, done, nodes->fields, place, 0);
}

typedef struct {
    i64 rows;
    i64 fields;
    i64 places[3]; /* of type, name_or_index, to_node */
    u64 types;
    u64 node_fields; /* to_node is a multiple of this */
    u64 nodes;       /* and below this many of them */
    u8 *type;        /* [rows] */
    u32 *name;       /* [rows] */
    u32 *target;     /* [rows] */
} Edges;

/* Division by multiplying with the inverse of the odd part modulo 2^64: a number with a remainder
 * comes out beyond all ordinals. */
typedef struct {
    u64 inverse;
    int even;
} Divisor;

static Divisor divisor(u64 number) {
    Divisor by = {1, 0};
    for (; number % 2 == 0; number /= 2) by.even++;
    for (int k = 0; k < 6; k++) by.inverse *= 2 - number * by.inverse;
    return by;
}

/* Store a row. Returns 0 if the numbers cannot be right. */
static ALWAYS int keep_edge(const Edges *edges, Divisor by, i64 i, u64 type, u64 name, u64 target) {
    u64 to = target * by.inverse;
    to = to >> by.even | to << (-by.even & 63);
    if ((type >= edges->types) | (name > NONE) | (to >= edges->nodes)) return 0;
    edges->type[i] = (u8)type;
    edges->name[i] = (u32)name;
    edges->target[i] = (u32)to;
    return 1;
}

static ALWAYS void edges_of(const u8 *text, i64 length, const Edges *given, Progress *done,
        const i64 fields, const i64 *place, const int usual) {
    const Edges edges = *given;
    const u8 *p, *end = text + length, *row = text;
    const Divisor by = divisor(edges.node_fields);
    i64 i = done->rows;
    u64 value[MAX_FIELDS];
    done->state = COMPLETE;
#if WIDE
    const u8 *odd = text;
    Block block;
#endif
    while (i < edges.rows) {
#if WIDE
        if (row >= odd && whole_block(text, row, end)) {
            i64 k = 0;
            read_block(row, &block);
            for (; k + fields <= block.count && i < edges.rows; k += fields, i++) {
                const u32 *v = block.value + k;
                if (!keep_edge(&edges, by, i, v[place[0]], v[place[1]], v[place[2]])) break;
            }
            if (!k || k + fields <= block.count) odd = row + BLOCK;
            if (k) row += block.end[k - 1];
            continue;
        }
#endif
        if (!(p = row_of(row, end, value, fields, usual, &done->state))) break;
        if (!keep_edge(&edges, by, i, value[place[0]], value[place[1]], value[place[2]])) {
            done->state = BAD_VALUE;
            break;
        }
        i++;
        row = p;
    }
    done->rows = i;
    done->consumed = row - text;
}

API void memfit_parse_edges(const u8 *text, i64 length, const Edges *edges, Progress *done) {
    static const i64 usual[3] = {0, 1, 2};
    if (edges->fields == 3 && !memcmp(edges->places, usual, sizeof usual))
        edges_of(text, length, edges, done, 3, usual, 1);
    else
        edges_of(text, length, edges, done, edges->fields, edges->places, 0);
}

/* Store the numbers of an array, at most `capacity` in all; larger ones than fit are clamped. */
API void memfit_parse_numbers(const u8 *text, i64 length, u32 *out, i64 capacity, Progress *done) {
    const u8 *p = text, *end = text + length, *row = text;
    i64 i = done->rows;
    u64 value;
    done->state = FULL;
    for (; i < capacity; i++) {
        if (!number(&p, &value)) {
            done->state = stopped(p, end);
            if (done->state == ENDED) row = p;
            break;
        }
        if (p == end) {
            done->state = WANTS_TEXT;
            break;
        }
        out[i] = value > NONE ? NONE : (u32)value;
        row = p;
    }
    done->rows = i;
    done->consumed = row - text;
}

typedef struct {
    i64 capacity;      /* of offset and length */
    u64 *offset;       /* where a string's text starts in the file */
    u32 *length;       /* its bytes, as JSON writes them */
    i64 pair_capacity;
    i64 pairs;         /* names of WeakMap entries found so far */
    u32 *pair_string;  /* which string it is */
    u32 *pair_table;   /* id of the WeakMap's table in it */
    u64 *pair_hash;    /* of everything but the leading index: equal for the two edges of a pair */
} Strings;

static const u8 *find(const u8 *p, const u8 *end, const char *word, size_t length) {
    for (; p + length <= end; p++) {
        p = memchr(p, word[0], (size_t)(end - p) - length + 1);
        if (!p) return 0;
        if (!memcmp(p, word, length)) return p;
    }
    return 0;
}

static const u8 *digits(const u8 *p, const u8 *end, u64 *value) {
    *value = 0;
    while (p < end && (u8)(*p - '0') <= 9) *value = *value * 10 + (u8)(*p++ - '0');
    return p;
}

/* "12 / part of key (K @1) -> value (V @2) pair in WeakMap (table @3)"; 0 if it is not that. */
static int weak_pair(const u8 *p, const u8 *end, u32 *map, u64 *hash) {
    static const char part[] = " / part of key (", value_of[] = ") -> value (",
                      in_map[] = ") pair in WeakMap (table @";
    u64 ignored, id;
    const u8 *start = digits(p, end, &ignored);
    if (start == p || end - start < (i64)sizeof part || memcmp(start, part, sizeof part - 1)) return 0;
    const u8 *value = find(start, end, value_of, sizeof value_of - 1);
    if (!value || (u8)(value[-1] - '0') > 9) return 0;
    const u8 *last = 0, *next = value;
    while ((next = find(next + 1, end, in_map, sizeof in_map - 1))) last = next;
    if (!last || (u8)(last[-1] - '0') > 9) return 0;
    const u8 *id_start = last + sizeof in_map - 1, *id_end = digits(id_start, end, &id);
    if (id_end == id_start || id_end + 1 != end || *id_end != ')' || id > NONE) return 0;
    u64 h = 14695981039346656037u;
    for (p = start; p < end; p++) h = (h ^ *p) * 1099511628211u;
    *map = (u32)id;
    *hash = h;
    return 1;
}

/* `base` is where the piece starts in the file. */
API void memfit_index_strings(const u8 *text, i64 length, u64 base, Strings *out, Progress *done) {
    const u8 *p = text, *end = text + length, *row = text;
    i64 i = done->rows;
    done->state = WANTS_TEXT;
    for (;;) {
        while (p < end && *p != '"' && *p != ']') p++;
        if (p == end) break;
        if (*p == ']') {
            done->state = ENDED;
            row = p;
            break;
        }
        if (i == out->capacity || out->pairs == out->pair_capacity) {
            done->state = FULL;
            break;
        }
        const u8 *start = ++p, *close = 0;
        while (p < end && (p = memchr(p, '"', (size_t)(end - p)))) {
            const u8 *slash = p;
            while (slash > start && slash[-1] == '\\') slash--;
            if (((p - slash) & 1) == 0) {
                close = p;
                break;
            }
            p++;
        }
        if (!close) break;
        if (close - start > (i64)NONE - 1) {
            done->state = BAD_VALUE;
            break;
        }
        out->offset[i] = base + (u64)(start - text);
        out->length[i] = (u32)(close - start);
        if (close - start > 40 && close[-1] == ')') {
            i64 k = out->pairs;
            if (weak_pair(start, close, &out->pair_table[k], &out->pair_hash[k])) {
                out->pair_string[k] = (u32)i;
                out->pairs = k + 1;
            }
        }
        i++;
        row = p = close + 1;
    }
    done->rows = i;
    done->consumed = row - text;
}

/* ---- The graph ------------------------------------------------------------------------------ */
typedef struct {
    u32 nodes;
    u32 root;
    u32 dom_trees;         /* "(Document DOM trees)", or NONE */
    u32 element, hidden, internal, shortcut, weak; /* numbers of edge types */
    u32 synthetic;         /* number of a node type */
    u32 native_context;    /* strings with a meaning for distances, or NONE */
    u32 sloppy_function_map;
    u32 map_descriptors;
    u32 type_hidden, type_array; /* numbers of node types */
    const u32 *first;      /* [nodes + 1] edges of a node: first[n] to first[n + 1] */
    const u8 *edge_type;
    const u32 *edge_name;
    const u32 *target;
    const u8 *node_type;
    const u32 *node_name;
    const u32 *id;
    u64 strings;           /* a cut file's names may be beyond: they match nothing */
    u64 pairs;             /* 0: no WeakMap anywhere, then the next four are not read */
    const u64 *pair_bit;   /* per string: is it the name of a WeakMap entry */
    const u32 *pair_string; /* [pairs] rising */
    const u32 *pair_table; /* [pairs] */
    const u32 *pair_number; /* [pairs] equal for the two edges of a pair */
} Graph;

#define EDGES(graph, node, e) \
    for (u32 e = (graph)->first[node], e##_end = (graph)->first[(node) + 1]; e < e##_end; e++)

/* Index among the WeakMap names of this edge's name, or NONE. */
static inline u32 pair_of(const Graph *g, u32 edge) {
    if (g->edge_type[edge] != g->internal || !g->pairs) return NONE;
    u32 name = g->edge_name[edge];
    if (name >= g->strings || !BIT(g->pair_bit, name)) return NONE;
    u64 low = 0, high = g->pairs;
    while (high - low > 1) {
        u64 middle = (low + high) / 2;
        if (g->pair_string[middle] <= name) low = middle;
        else high = middle;
    }
    return (u32)low;
}

static void flood_page(const Graph *g, u64 *page, u32 *stack) {
    u64 depth = 0;
    EDGES(g, g->root, e) {
        u32 to = g->target[e];
        int entry = g->edge_type[e] == g->shortcut ||
                    (g->edge_type[e] == g->element && to == g->dom_trees);
        if (entry && !BIT(page, to)) {
            SET(page, to);
            stack[depth++] = to;
        }
    }
    while (depth) {
        u32 node = stack[--depth];
        EDGES(g, node, e) {
            u32 to = g->target[e];
            if (BIT(page, to) || g->edge_type[e] == g->weak) continue;
            SET(page, to);
            stack[depth++] = to;
        }
    }
}

/* Set a bit of `essential`, [edges / 64 + 1], for each edge that retains; the others are clear. */
API i64 memfit_essential(const Graph *g, u64 *essential) {
    u64 *page = zeroed((size_t)g->nodes / 64 + 1, 8);
    u32 *stack = table(g->nodes, 4);
    if (!page || !stack) {
        free(page);
        free(stack);
        return OUT_OF_MEMORY;
    }
    flood_page(g, page, stack);
    free(stack);
    u64 word = 0;
    for (u32 node = 0; node < g->nodes; node++) {
        int own = BIT(page, node), is_root = node == g->root;
        EDGES(g, node, e) {
            u32 to = g->target[e], type = g->edge_type[e];
            u64 keeps = type != g->weak && to != node;
            if (!is_root) keeps &= type != g->shortcut && (own || !BIT(page, to));
            if (type == g->internal && g->pairs) {
                u32 pair = pair_of(g, e);
                keeps &= pair == NONE || g->pair_table[pair] != g->id[node];
            }
            word |= keeps << (e & 63);
            if ((e & 63) == 63) {
                essential[e >> 6] = word;
                word = 0;
            }
        }
    }
    essential[g->first[g->nodes] >> 6] = word;
    free(page);
    return OK;
}

enum { MANY = 0xfffffffe, NOBODY = 0xffffffff };

/* Give the size of each node with a bit in `ownable` to its only owner. */
API i64 memfit_own_sizes(const Graph *g, const u64 *ownable, u64 *size) {
    u32 *owner = table(g->nodes, 4), *stack = table((size_t)g->nodes * 2, 4);
    if (!owner || !stack) {
        free(owner);
        free(stack);
        return OUT_OF_MEMORY;
    }
    for (u32 i = 0; i < g->nodes; i++) owner[i] = BIT(ownable, i) ? NOBODY : i;
    for (u32 i = 0; i < g->nodes; i++) {
        if (BIT(ownable, i)) continue;
        u64 depth = 0;
        stack[depth++] = i;
        while (depth) {
            u32 node = stack[--depth], by = owner[node];
            EDGES(g, node, e) {
                u32 to = g->target[e];
                if (!BIT(ownable, to) || g->edge_type[e] == g->weak) continue;
                u32 now = owner[to];
                if (now == by || now == MANY) continue;
                owner[to] = now == NOBODY ? by : MANY;
                stack[depth++] = to; /* at most twice a node: to one owner, then to many */
            }
        }
    }
    for (u32 i = 0; i < g->nodes; i++) {
        u32 by = owner[i];
        if (by >= MANY || by == i || by == g->root || g->node_type[by] == g->synthetic) continue;
        size[by] += size[i];
        size[i] = 0;
    }
    free(owner);
    free(stack);
    return OK;
}

/* Semi-NCA (Georgiadis, 2005) on preorder numbers 1..n; number 1 is the root.
 *
 * Nodes without an essential retainer hang from the root, in order of their ordinals; what is
 * still not reached (rings of garbage) has the root for its dominator and dominates nothing.
 */
typedef struct {
    const Graph *g;
    const u64 *essential;
    u32 *number; /* [nodes] of a node, 0: not reached */
    u32 *order;  /* [nodes] node of a number */
    u32 *parent, *semi; /* [nodes] */
    u32 *start;  /* [nodes + 1] counts, then where the list of a number's later sources starts */
    u32 *work;   /* [nodes] cursors, then labels, then dominators */
    u32 reached;
} Search;

/* Columns of numbers start with number 1. */
#define OF(column, at) ((column)[(at) - 1])

static void search_from(Search *s, u32 from) {
    const Graph *g = s->g;
    u32 node = from, at = ++s->reached;
    s->number[node] = at;
    OF(s->order, at) = node;
    OF(s->parent, at) = OF(s->semi, at) = at == 1 ? 0 : 1;
    OF(s->work, at) = g->first[node];
    u32 base = at;
    for (;;) {
        u32 e = OF(s->work, at), end = g->first[node + 1], next = NONE;
        for (; e < end; e++) {
            if (!BIT(s->essential, e)) continue;
            u32 to = g->target[e], seen = s->number[to];
            if (!seen) {
                next = to;
                e++;
                break;
            }
            /* A later source is looked at again; an earlier one is final at once. */
            if (seen < at) OF(s->start, seen)++;
            else if (at < OF(s->semi, seen)) OF(s->semi, seen) = at;
        }
        OF(s->work, at) = e;
        if (next == NONE) {
            if (at == base) break;
            at = OF(s->parent, at);
            node = OF(s->order, at);
            continue;
        }
        u32 below = ++s->reached;
        s->number[next] = below;
        OF(s->order, below) = next;
        OF(s->parent, below) = OF(s->semi, below) = at;
        OF(s->work, below) = g->first[next];
        at = below;
        node = next;
    }
}

static i64 search(Search *s) {
    const Graph *g = s->g;
    search_from(s, g->root);
    if (s->reached == g->nodes) return OK;
    u64 *retained = zeroed((size_t)g->nodes / 64 + 1, 8);
    if (!retained) return OUT_OF_MEMORY;
    for (u32 node = 0; node < g->nodes; node++)
        EDGES(g, node, e) if (BIT(s->essential, e)) SET(retained, g->target[e]);
    for (u32 node = 0; node < g->nodes; node++)
        if (!s->number[node] && !BIT(retained, node)) search_from(s, node);
    free(retained);
    return OK;
}

/* Sources that come later in preorder, for the numbers whose semidominator is not yet the root. */
static u32 *later_sources(Search *s) {
    const Graph *g = s->g;
    u32 n = s->reached;
    u64 total = 0;
    for (u32 v = 1; v <= n; v++) {
        u32 count = OF(s->semi, v) == 1 ? 0 : OF(s->start, v);
        OF(s->start, v) = (u32)total;
        total += count;
    }
    OF(s->start, n + 1) = (u32)total;
    u32 *list = table(total, 4);
    if (!list) return 0;
    for (u32 at = 1; at <= n; at++) {
        u32 node = OF(s->order, at);
        EDGES(g, node, e) {
            if (!BIT(s->essential, e)) continue;
            u32 v = s->number[g->target[e]];
            if (at > v && OF(s->semi, v) != 1) list[OF(s->start, v)++] = at;
        }
    }
    return list;
}

/* `ancestor` is [nodes + 1] with 0 for none, so that the ancestor of none is none. */
static i64 semidominators(Search *s, const u32 *list, u32 *ancestor) {
    u32 n = s->reached, *label = s->work, *semi = s->semi;
    u64 room = 1 << 12;
    u32 *path = malloc(room * 4);
    if (!path) return OUT_OF_MEMORY;
    memset(ancestor, 0, ((size_t)n + 1) * 4);
    for (u32 v = 1; v <= n; v++) OF(label, v) = v;
    for (u32 w = n; w >= 2; w--) {
        u32 best = OF(semi, w);
        /* Filling moved each start to the end of its list, which is the start of the next. */
        for (u32 k = OF(s->start, w - 1); k < OF(s->start, w); k++) {
            u32 v = list[k], up = ancestor[v], above = ancestor[up];
            u64 depth = 0;
            u32 x = v;
            while (above) {
                if (depth == room) {
                    u32 *more = realloc(path, room * 8);
                    if (!more) {
                        free(path);
                        return OUT_OF_MEMORY;
                    }
                    path = more;
                    room *= 2;
                }
                path[depth++] = x;
                x = up;
                up = above;
                above = ancestor[up];
            }
            u32 low = OF(label, x);
            while (depth) {
                u32 y = path[--depth];
                if (OF(semi, low) < OF(semi, OF(label, y))) OF(label, y) = low;
                else low = OF(label, y);
                ancestor[y] = up;
            }
            if (OF(semi, OF(label, v)) < best) best = OF(semi, OF(label, v));
        }
        OF(semi, w) = best;
        ancestor[w] = OF(s->parent, w);
    }
    free(path);
    return OK;
}

/* `order` gets every node, dominators before what they dominate. From here on `number` is the
 * column of dominators, and `retained` takes the place of `parent` and `semi`. */
static void finish(Search *s, const u64 *size, u64 *retained) {
    const Graph *g = s->g;
    u32 n = s->reached, all = n, *idom = s->work, *dominator = s->number;
    OF(idom, 1) = 1;
    for (u32 w = 2; w <= n; w++) {
        u32 d = OF(s->parent, w), limit = OF(s->semi, w);
        while (d > limit) d = OF(idom, d);
        OF(idom, w) = d;
    }
    memcpy(retained, size, (size_t)g->nodes * 8);
    for (u32 node = 0; all < g->nodes; node++)
        if (!s->number[node]) {
            retained[g->root] += size[node];
            dominator[node] = g->root;
            s->order[all++] = node;
        }
    for (u32 w = n; w >= 2; w--) {
        u32 node = OF(s->order, w), by = OF(s->order, OF(idom, w));
        dominator[node] = by;
        retained[by] += retained[node];
    }
    dominator[g->root] = g->root;
}

/* `work` is [3 * (nodes + 1)]; `order`, `dominator` and `retained` are [nodes], and work until
 * they are filled. */
API i64 memfit_dominators(const Graph *g, const u64 *essential, const u64 *size, u32 *work,
                          u32 *dominator, u64 *retained, u32 *order) {
    size_t n = g->nodes;
    u32 *halves = (u32 *)retained, *ancestor = work + 2 * (n + 1);
    Search s = {.g = g, .essential = essential, .number = dominator, .order = order,
                .parent = halves, .semi = halves + n, .start = work, .work = work + n + 1};
    memset(s.number, 0, n * 4);
    memset(s.start, 0, (n + 1) * 4);
    if (search(&s)) return OUT_OF_MEMORY;
    u32 *list = later_sources(&s);
    i64 status = list ? semidominators(&s, list, ancestor) : OUT_OF_MEMORY;
    free(list);
    if (status == OK) finish(&s, size, retained);
    return status;
}

/* The number that parseInt() reads from an edge's name: `spelled` for names that are strings. */
static inline i64 index_of(const Graph *g, const int32_t *spelled, u32 edge) {
    u32 type = g->edge_type[edge];
    if (type == g->element || type == g->hidden) return g->edge_name[edge];
    return g->edge_name[edge] < g->strings ? spelled[g->edge_name[edge]] : -1;
}

typedef struct {
    const Graph *g;
    const int32_t *spelled; /* [strings] the number a string starts with, -1 if none; 0: no map */
    u64 *pending;           /* WeakMap pairs of which one edge was met */
    u64 *seen;
    int32_t *distance;
    u32 *queue;
} Walk;

/* Whether DevTools follows this edge when it measures distances. */
static inline int followed(Walk *w, u32 node, u32 edge) {
    const Graph *g = w->g;
    u32 type = g->edge_type[edge], kind = g->node_type[node], name = g->node_name[node];
    if (kind == g->type_hidden && name == g->native_context && type != g->element &&
        type != g->hidden && g->edge_name[edge] == g->sloppy_function_map)
        return 0;
    if (kind == g->type_array && name == g->map_descriptors && w->spelled) {
        i64 index = index_of(g, w->spelled, edge);
        return index < 2 || index % 3 != 1;
    }
    u32 pair = pair_of(g, edge);
    if (pair == NONE) return 1;
    u32 number = g->pair_number[pair];
    if (BIT(w->pending, number)) {
        CLEAR(w->pending, number);
        return 1;
    }
    SET(w->pending, number);
    return 0;
}

static void breadth_first(Walk *w, u64 queued) {
    const Graph *g = w->g;
    for (u64 head = 0; head < queued; head++) {
        u32 node = w->queue[head];
        int32_t next = w->distance[node] + 1;
        EDGES(g, node, e) {
            u32 to = g->target[e];
            if (BIT(w->seen, to) || g->edge_type[e] == g->weak || !followed(w, node, e)) continue;
            SET(w->seen, to);
            w->distance[to] = next;
            w->queue[queued++] = to;
        }
    }
}

API i64 memfit_distances(const Graph *g, const int32_t *spelled, int32_t *distance) {
    Walk w = {.g = g, .spelled = spelled, .distance = distance};
    u64 queued = 0;
    w.pending = zeroed((size_t)g->pairs / 64 + 1, 8);
    w.seen = zeroed((size_t)g->nodes / 64 + 1, 8);
    w.queue = table((size_t)g->nodes + 1, 4);
    if (w.pending && w.seen && w.queue) {
        for (u32 i = 0; i < g->nodes; i++) distance[i] = -5; /* DevTools' "no distance" */
        EDGES(g, g->root, e) {
            u32 to = g->target[e];
            if ((g->node_type[to] == g->synthetic && to != g->dom_trees) || BIT(w.seen, to)) continue;
            SET(w.seen, to);
            distance[to] = 1;
            w.queue[queued++] = to;
        }
        breadth_first(&w, queued);
        SET(w.seen, g->root);
        distance[g->root] = queued ? 100000000 : 0; /* DevTools' baseSystemDistance */
        w.queue[0] = g->root;
        breadth_first(&w, 1);
    }
    i64 status = w.pending && w.seen && w.queue ? OK : OUT_OF_MEMORY;
    free(w.pending);
    free(w.seen);
    free(w.queue);
    return status;
}

/* ---- Trees ---------------------------------------------------------------------------------- */

/* Number the nodes so that everything that a node dominates follows it without a gap.
 * `order` has dominators first; `place` gets the number of a node, `end` the number after its last,
 * `node_at` the node of a number. */
API i64 memfit_subtrees(u32 nodes, const u32 *order, const u32 *dominator, u32 *place, u32 *end,
                        u32 *node_at) {
    u32 *next = table(nodes, 4);
    if (!next) return OUT_OF_MEMORY;
    for (u32 i = 0; i < nodes; i++) end[i] = 1;
    for (u32 i = nodes; i-- > 1;) end[dominator[order[i]]] += end[order[i]];
    place[order[0]] = 0;
    next[order[0]] = 1;
    for (u32 i = 1; i < nodes; i++) {
        u32 node = order[i], by = dominator[node];
        place[node] = next[by];
        next[by] += end[node];
        next[node] = place[node] + 1;
    }
    for (u32 i = 0; i < nodes; i++) {
        end[i] += place[i];
        node_at[place[i]] = i;
    }
    free(next);
    return OK;
}

enum { LEVELS = 16 };

typedef struct {
    u32 *node;
    u64 count, room;
} Bucket;

static i64 push(Bucket *bucket, u32 node) {
    if (bucket->count == bucket->room) {
        u64 room = bucket->room ? 2 * bucket->room : 1024;
        u32 *more = realloc(bucket->node, room * 4);
        if (!more) return OUT_OF_MEMORY;
        bucket->node = more;
        bucket->room = room;
    }
    bucket->node[bucket->count++] = node;
    return OK;
}

/* The cheapest way to each node over retaining edges: `parent` gets the edge it comes by, NONE
 * where there is none. First from the user roots, then from the root for what they do not reach.
 * Of ways that cost the same, the one with the lowest last edge counts.
 * `cost` is per edge type, 1 to LEVELS - 1; internal edges with a name in `cheap` cost 1. */
static i64 spread(const Graph *g, const u64 *essential, const u8 *cost, const u64 *cheap,
                  Bucket *bucket, u64 *done, u32 *distance, u32 *parent) {
    u64 waiting = bucket[0].count;
    for (u32 level = 0; waiting; level++) {
        Bucket *now = &bucket[level % LEVELS];
        for (u64 i = 0; i < now->count; i++) {
            u32 node = now->node[i];
            waiting--;
            if (BIT(done, node) || distance[node] != level) continue;
            SET(done, node);
            EDGES(g, node, e) {
                if (!BIT(essential, e)) continue;
                u32 to = g->target[e], type = g->edge_type[e];
                if (BIT(done, to)) continue;
                u32 step = cost[type];
                if (type == g->internal && g->edge_name[e] < g->strings &&
                    BIT(cheap, g->edge_name[e]))
                    step = 1;
                if (level + step == distance[to] && e < parent[to]) parent[to] = e;
                if (level + step >= distance[to]) continue;
                distance[to] = level + step;
                parent[to] = e;
                if (push(&bucket[(level + step) % LEVELS], to)) return OUT_OF_MEMORY;
                waiting++;
            }
        }
        now->count = 0;
    }
    return OK;
}

API i64 memfit_paths(const Graph *g, const u64 *essential, const u8 *cost, const u64 *cheap,
                     u32 *parent) {
    Bucket bucket[LEVELS] = {{0}};
    u64 *done = zeroed((size_t)g->nodes / 64 + 1, 8);
    u32 *distance = table(g->nodes, 4);
    i64 status = OUT_OF_MEMORY;
    if (!done || !distance) goto out;
    memset(distance, 0xff, (size_t)g->nodes * 4);
    memset(parent, 0xff, (size_t)g->nodes * 4);
    EDGES(g, g->root, e) {
        u32 to = g->target[e];
        if (g->node_type[to] == g->synthetic || distance[to] == 0 || to == g->root) continue;
        distance[to] = 0;
        parent[to] = e;
        if (push(&bucket[0], to)) goto out;
    }
    if (spread(g, essential, cost, cheap, bucket, done, distance, parent)) goto out;
    distance[g->root] = 0;
    CLEAR(done, g->root);
    if (push(&bucket[0], g->root)) goto out;
    if (spread(g, essential, cost, cheap, bucket, done, distance, parent)) goto out;
    parent[g->root] = NONE;
    status = OK;
out:
    for (int i = 0; i < LEVELS; i++) free(bucket[i].node);
    free(done);
    free(distance);
    return status;
}

/* How nodes are put into classes: by type, and by name where a type has names of its own. */
typedef struct {
    const u8 *type;   /* [nodes] */
    const u32 *name;  /* [nodes] */
    const u32 *base;  /* [types] the first class of a type */
    const u8 *named;  /* [types] */
    u32 names;        /* names from here on are one class */
    u32 classes;      /* every class is below this */
} Classing;

/* Count the nodes with a size per class, and sum their own sizes and what they hold; of nested
 * nodes of a class only the outermost holds. The sums start at 0; `example` gets a node of each
 * class that has one. */
API i64 memfit_classes(u32 nodes, const u32 *node_at, const u32 *end, const Classing *by,
                       const u64 *size, const u64 *retained, u64 *count, u64 *own, u64 *held,
                       u32 *example) {
    u32 *until = zeroed(by->classes, 4);
    if (!until) return OUT_OF_MEMORY;
    for (u32 i = 0; i < nodes; i++) {
        u32 node = node_at[i];
        if (!size[node]) continue;
        u32 type = by->type[node], c = by->base[type];
        if (by->named[type]) c += by->name[node] < by->names ? by->name[node] : by->names;
        count[c]++;
        own[c] += size[node];
        example[c] = node;
        if (until[c] > i) continue;
        held[c] += retained[node];
        until[c] = end[node];
    }
    free(until);
    return OK;
}

/* Write where a column has numbers with a bit in `wanted`, which has `known` bits; returns how
 * many there are. `out` has room for `count`. */
API i64 memfit_select(const u32 *column, i64 count, const u64 *wanted, u64 known, u32 *out) {
    i64 found = 0;
    for (i64 i = 0; i < count; i++) {
        u32 number = column[i];
        if (number < known && BIT(wanted, number)) out[found++] = (u32)i;
    }
    return found;
}
