#include "CSimdjson.h"

#include <memory>
#include <new>
#include <simdjson.h>
#include <string>

struct CSimdjsonIndexer {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

extern "C" CSimdjsonIndexer *csimdjson_indexer_create(void) {
  auto *indexer = new (std::nothrow) CSimdjsonIndexer;
  if (indexer == nullptr) { return nullptr; }
  auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(1 << 16, 1, indexer->parser);
  if (error) {
    delete indexer;
    return nullptr;
  }
  return indexer;
}

extern "C" void csimdjson_indexer_destroy(CSimdjsonIndexer *indexer) { delete indexer; }

extern "C" int64_t csimdjson_indexer_run(CSimdjsonIndexer *indexer, const uint8_t *bytes, size_t length) {
  if (length > indexer->parser->capacity()) {
    if (length > simdjson::SIMDJSON_MAXSIZE_BYTES) { return CSIMDJSON_OUT_OF_MEMORY; }
    size_t capacity = indexer->parser->capacity();
    while (capacity < length) { capacity *= 2; }
    if (indexer->parser->set_capacity(capacity)) { return CSIMDJSON_OUT_OF_MEMORY; }
  }
  switch (indexer->parser->stage1(bytes, length, simdjson::stage1_mode::regular)) {
  case simdjson::SUCCESS: return indexer->parser->n_structural_indexes;
  case simdjson::UTF8_ERROR: return CSIMDJSON_INVALID_UTF8;
  case simdjson::UNCLOSED_STRING: return CSIMDJSON_UNCLOSED_STRING;
  case simdjson::UNESCAPED_CHARS: return CSIMDJSON_UNESCAPED_CONTROL;
  case simdjson::EMPTY: return CSIMDJSON_EMPTY;
  default: return CSIMDJSON_OTHER;
  }
}

extern "C" const uint32_t *csimdjson_indexer_marks(const CSimdjsonIndexer *indexer) {
  return indexer->parser->structural_indexes.get();
}

extern "C" const char *csimdjson_implementation_name(void) {
  static const std::string name = simdjson::get_active_implementation()->name();
  return name.c_str();
}
