"""Many small drawings on one sheet: what a sprite is, where it lies, and the table that tells the game.

A sprite's *nominal* rectangle is what the game places: a plane's rectangle in the rules, a letter's advance, a button's face. The drawing
may hang over it on every side. A cell is the nominal rectangle, the overhang and at least two clear pixels, rounded up to eight: so the
cells of the picture at twice the size can be scaled by any eighth without a fraction, and no cell bleeds into another.
"""
import re


class Sprite:
    """body: SVG whose origin is the nominal top left corner, `scale` units a pixel; w, h: nominal size; over: how far the drawing hangs
    over left, top, right, bottom, negative where it is smaller than its nominal rectangle.
    """

    def __init__(self, body, w, h, over=4, scale=2, defs=""):
        self.w, self.h, self.scale = w, h, scale
        self.over = (over,) * 4 if isinstance(over, int) else tuple(over)
        self.body, self.defs = re.sub(r' class="[^"]*"', "", body), defs
        l, t, r, b = self.over
        up = lambda v: (v + 7) // 8 * 8
        self.cell = (up(l + w + r + 4), up(t + h + b + 4))
        self.origin = (l + 2, t + 2)

    def at(self, x, y, prefix):
        """The drawing in its cell at (x, y), with its ids made its own."""
        k = self.scale
        own = lambda s: re.sub(r'(id="|url\(#|href="#)', lambda m: m.group(1) + prefix, s)
        (cw, ch), (ox, oy) = self.cell, self.origin
        return ((f"<defs>{own(self.defs)}</defs>\n" if self.defs else "") +
                f'<svg x="{x}" y="{y}" width="{cw}" height="{ch}" viewBox="{-ox * k} {-oy * k} {cw * k} {ch * k}">{own(self.body)}</svg>')


def of_sheet(s, over=4, w=None, h=None):
    """A drawing made with the pen, at twice its size."""
    return Sprite("\n".join(s.o), w or round(s.w / 2), h or round(s.h / 2), over)


def of_page(p, over=4, w=None, h=None):
    """A drawing made with the paper kit, one unit a pixel."""
    return Sprite("\n".join(p.body), w or p.w, h or p.h, over, 1, "".join(p.defs))


def pack(sprites, width):
    """Shelves, tallest cells first. Returns the places by name and the height, a multiple of eight."""
    places, x, y, shelf = {}, 0, 0, 0
    for name in sorted(sprites, key=lambda n: (-sprites[n].cell[1], -sprites[n].cell[0], n)):
        w, h = sprites[name].cell
        if x + w > width:
            x, y, shelf = 0, y + shelf, 0
        places[name] = (x, y)
        x, shelf = x + w, max(shelf, h)
    return places, y + shelf


class Atlas:
    WIDTH, LIMIT = 2048, 2048       # pixels; at twice the size no side is over 4096

    def __init__(self, name, sprites):
        self.name, self.sprites = name, sprites
        self.places, self.height = pack(sprites, self.WIDTH)
        if self.height > self.LIMIT:
            raise SystemExit(f"atlas {name}: {self.height} pixels high, at most {self.LIMIT}")

    def svg(self):
        out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.WIDTH}" height="{self.height}" viewBox="0 0 {self.WIDTH} '
               f'{self.height}">']
        out += [self.sprites[n].at(*self.places[n], f"s{k}-") for k, n in enumerate(sorted(self.sprites))]
        return "\n".join(out) + "\n</svg>\n"

    def rows(self):
        for n in sorted(self.sprites):
            s, (x, y) = self.sprites[n], self.places[n]
            yield (f'"{n}" = {{ atlas = "{self.name}", x = {x}, y = {y}, w = {s.cell[0]}, h = {s.cell[1]}, '
                   f'ox = {s.origin[0]}, oy = {s.origin[1]}, sw = {s.w}, sh = {s.h} }}')
