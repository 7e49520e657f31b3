// A drawing before a pixel of it exists: shapes in their order, in pixels at scale 1, on white.
// Both the painter and the SVG writer read it, so they show the same.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <vips/vips8>

#include "images/drawing/text.h"
#include "images/label.h"
#include "images/plan.h"

namespace vitrine::images {

struct Point {
  double x = 0;
  double y = 0;
};

struct Bar {
  Point corner;
  double width = 0;
  double height = 0;
  double radius = 0;
  Colour colour;
};

// What lies between a line, whose points go from left to right, and `base` below it.
struct Area {
  std::vector<Point> line;
  double base = 0;
  Colour colour;
  double opacity = 1;
};

struct Stroke {
  std::vector<Point> line;
  double width = 1;
  Colour colour;
};

enum class Anchor : std::uint8_t { start, middle, end };

struct Words {
  std::string text;
  // On the line that capitals stand on.
  Point at;
  Anchor anchor = Anchor::start;
  double cap_height = 10;
  // The text is drawn smaller when it is wider.
  double width_max = 0;
  Weight weight = Weight::semibold;
  Colour colour;
};

struct Sketch {
  Size size;
  // For screen readers.
  std::string title;
  std::vector<std::variant<Bar, Area, Stroke, Words>> shapes;
};

// RGB, in memory. What no font can draw is left out. VError may be thrown.
vips::VImage paint(const Sketch& sketch, int scale);
std::string svg_of(const Sketch& sketch);

}  // namespace vitrine::images
