#include "CPicture.h"

#include <cairo/cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What is used of librsvg 2.46 and GLib, as their headers declare it. The headers themselves are found through pkg-config
// only, and the package manager takes no flags from librsvg's, among which is -pthread, without warning at every build.
typedef struct _RsvgHandle RsvgHandle;
typedef struct {
    double x, y, width, height;
} RsvgRectangle;
typedef struct {
    uint32_t domain;
    int code;
    char *message;
} GError;
RsvgHandle *rsvg_handle_new_from_data(const uint8_t *data, size_t data_len, GError **error);
int rsvg_handle_render_document(RsvgHandle *handle, cairo_t *cr, const RsvgRectangle *viewport, GError **error);
void g_object_unref(void *object);
void g_clear_error(GError **error);

typedef struct {
    uint8_t *bytes;
    size_t count, room;
} Sink;

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    Sink *sink = closure;
    if (sink->count + length > sink->room) {
        size_t room = (sink->count + length) * 2;
        uint8_t *bytes = realloc(sink->bytes, room);
        if (!bytes) return CAIRO_STATUS_NO_MEMORY;
        sink->bytes = bytes;
        sink->room = room;
    }
    memcpy(sink->bytes + sink->count, data, length);
    sink->count += length;
    return CAIRO_STATUS_SUCCESS;
}

int cpicture_png(const uint8_t *svg, size_t count, int width, int height, uint8_t **png, size_t *png_count,
                 char *message, size_t message_room) {
    const char *fault = NULL;
    GError *error = NULL;
    Sink sink = {NULL, 0, 0};
    *png = NULL;
    *png_count = 0;
    // Without a base address nothing outside the document is loaded.
    RsvgHandle *handle = rsvg_handle_new_from_data(svg, count, &error);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    if (!handle) {
        fault = error ? error->message : "the document does not read";
    } else {
        RsvgRectangle viewport = {0, 0, width, height};
        if (!rsvg_handle_render_document(handle, cairo, &viewport, &error)) {
            fault = error ? error->message : "the document cannot be drawn";
        } else {
            cairo_status_t status = cairo_surface_write_to_png_stream(surface, append, &sink);
            if (status != CAIRO_STATUS_SUCCESS) fault = cairo_status_to_string(status);
        }
    }
    if (fault) {
        snprintf(message, message_room, "%s", fault);
        free(sink.bytes);
    } else {
        *png = sink.bytes;
        *png_count = sink.count;
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (handle) g_object_unref(handle);
    g_clear_error(&error);
    return fault ? 1 : 0;
}
