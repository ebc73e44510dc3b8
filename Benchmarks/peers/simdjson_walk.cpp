// Walks every value of every line with simdjson and keeps nothing: what reading the same bytes costs at least.
//
//   simdjson_walk NAME FILE      prints name<TAB>value<TAB>unit, the median of seven runs after one to warm up
//
// Two walks: On-Demand, compiled for this machine, and DOM, whose implementation is picked when the program starts.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <simdjson.h>
#include <string>
#include <vector>

static uint64_t checksum = 0;

static void walk(simdjson::ondemand::value value) {
  switch (value.type()) {
  case simdjson::ondemand::json_type::object:
    for (auto field : value.get_object()) {
      checksum += field.unescaped_key().value().size();
      walk(field.value());
    }
    break;
  case simdjson::ondemand::json_type::array:
    for (auto element : value.get_array()) { walk(element.value()); }
    break;
  case simdjson::ondemand::json_type::string: checksum += value.get_string().value().size(); break;
  case simdjson::ondemand::json_type::number: checksum += uint64_t(value.get_double().value()); break;
  case simdjson::ondemand::json_type::boolean: checksum += value.get_bool().value(); break;
  case simdjson::ondemand::json_type::null: checksum += value.is_null(); break;
  }
}

static void walk(simdjson::dom::element element) {
  switch (element.type()) {
  case simdjson::dom::element_type::OBJECT:
    for (auto field : simdjson::dom::object(element)) {
      checksum += field.key.size();
      walk(field.value);
    }
    break;
  case simdjson::dom::element_type::ARRAY:
    for (auto child : simdjson::dom::array(element)) { walk(child); }
    break;
  case simdjson::dom::element_type::STRING: checksum += std::string_view(element).size(); break;
  case simdjson::dom::element_type::DOUBLE: checksum += uint64_t(double(element)); break;
  case simdjson::dom::element_type::INT64: checksum += uint64_t(int64_t(element)); break;
  case simdjson::dom::element_type::UINT64: checksum += uint64_t(element); break;
  default: checksum += 1;
  }
}

static double processor_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

template <typename Work> static double median_seconds(Work work) {
  std::vector<double> times;
  for (int run = 0; run <= 7; run++) {
    double start = processor_seconds();
    work();
    if (run > 0) { times.push_back(processor_seconds() - start); }
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

int main(int count, char **arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: simdjson_walk NAME FILE\n");
    return 2;
  }
  std::ifstream file(arguments[2], std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  size_t size = text.size();
  text.append(simdjson::SIMDJSON_PADDING, ' ');
  std::vector<std::pair<size_t, size_t>> lines;
  for (size_t start = 0; start < size;) {
    size_t end = std::min(text.find('\n', start), size);
    if (end > start) { lines.emplace_back(start, end - start); }
    start = end + 1;
  }
  simdjson::ondemand::parser ondemand;
  double lazy = median_seconds([&] {
    for (auto [start, length] : lines) {
      simdjson::padded_string_view line(text.data() + start, length, text.size() - start);
      auto document = ondemand.iterate(line);
      walk(simdjson::ondemand::value(document.get_value()));
    }
  });
  simdjson::dom::parser dom;
  double eager = median_seconds([&] {
    for (auto [start, length] : lines) { walk(dom.parse(text.data() + start, length, false).value()); }
  });
  std::printf("ooni.%s.simdjson-ondemand\t%f\tMB/s\n", arguments[1], size / lazy / 1e6);
  std::printf("ooni.%s.simdjson-dom\t%f\tMB/s\n", arguments[1], size / eager / 1e6);
  std::fprintf(stderr, "simdjson %s, %llu\n", simdjson::get_active_implementation()->name().c_str(),
               (unsigned long long)checksum);
  return 0;
}
