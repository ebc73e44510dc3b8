#ifndef CPICTURE_H
#define CPICTURE_H

#include <stddef.h>
#include <stdint.h>

/// Draws an SVG document as a PNG of the given size with librsvg, which follows no link out of the document.
///
/// @param svg The document, UTF-8, `count` bytes.
/// @param png Receives the picture, `*png_count` bytes, to be freed with `free`; NULL when it could not be drawn.
/// @param message Receives why not, cut to `message_room` bytes with the ending zero; untouched otherwise.
/// @return 0, or 1 when it could not be drawn.
int cpicture_png(const uint8_t *_Nonnull svg, size_t count, int width, int height, uint8_t *_Nullable *_Nonnull png,
                 size_t *_Nonnull png_count, char *_Nonnull message, size_t message_room);

#endif
