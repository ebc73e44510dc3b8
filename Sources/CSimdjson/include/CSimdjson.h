/// A C door to the first stage of simdjson: where the structure of a JSON text is, found with SIMD.
///
/// The second stage (numbers, strings, a tree) is left to the caller, who mostly wants a few fields of a large text:
/// walking the index costs nothing for what is skipped, and there is one call per text instead of one per value.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Scratch space of the indexer; grows with the longest text seen. Not for use by two threads at once.
typedef struct CSimdjsonIndexer CSimdjsonIndexer;

/// Why a text has no index; negative, so that it never collides with a count.
enum {
  CSIMDJSON_OUT_OF_MEMORY = -1,
  CSIMDJSON_INVALID_UTF8 = -2,
  CSIMDJSON_UNCLOSED_STRING = -3,
  /// A control character inside a string, such as a raw line feed.
  CSIMDJSON_UNESCAPED_CONTROL = -4,
  CSIMDJSON_EMPTY = -5,
  CSIMDJSON_OTHER = -6,
};

/// `NULL` when there is no memory.
CSimdjsonIndexer *csimdjson_indexer_create(void);
void csimdjson_indexer_destroy(CSimdjsonIndexer *indexer);

/// Indexes a text and returns how many marks were set, or one of the errors above.
///
/// The whole text is checked to be UTF-8, its strings to be closed and free of control characters. Nothing else of the
/// grammar is checked. No padding is needed behind the text.
int64_t csimdjson_indexer_run(CSimdjsonIndexer *indexer, const uint8_t *bytes, size_t length);

/// Offsets of the marks of the last run, ascending: each of `{ } [ ] : ,` outside strings, each opening quote, and the
/// first byte of every other token. The one after the last equals the length of the text. Valid until the next run.
const uint32_t *csimdjson_indexer_marks(const CSimdjsonIndexer *indexer);

/// The name of the SIMD implementation in use, such as `icelake`.
const char *csimdjson_implementation_name(void);

#ifdef __cplusplus
}
#endif

#endif
