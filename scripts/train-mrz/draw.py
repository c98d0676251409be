"""Draws sheets of three lines of a machine-readable zone as a phone would see them, and cuts training strips out.

A sheet is drawn at PITCH pixels a character, spoiled, and taken down to the resolution of a poor photo. The
strips are cut from it the way the reader cuts them: scaled to STRIP_PITCH pixels a character, STRIP_HEIGHT
high, roughly centred on a line.
"""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from zone_text import ALPHABET, line

PITCH = 20
CHARACTERS = 26
MARGIN = 40
STRIP_PITCH = 12
STRIP_HEIGHT = 24
STRIP_WIDTH = 352
NOTHING = len(ALPHABET)
IGNORE = 255

OCR_B = "/usr/share/fonts/opentype/ocr-b/"
MONO = "/usr/share/fonts/truetype/"
# Face, share of the sheets, em size at which a capital is as high as OCR-B's beside the same pitch.
FACES = [
    (OCR_B + "OCRB.otf", 0.62),
    (OCR_B + "OCRBS.otf", 0.2),
    (OCR_B + "OCRBL.otf", 0.04),
    (MONO + "dejavu/DejaVuSansMono.ttf", 0.06),
    (MONO + "liberation/LiberationMono-Regular.ttf", 0.05),
    (MONO + "liberation/LiberationMono-Bold.ttf", 0.03),
]
OVERSAMPLING = 4
CELL_W, CELL_H = 32, 44


def _atlas(path, weight):
    """Coverage of each character, 0 to 1, centred in a cell: capital height 19 px, `weight` px thicker."""
    scale = OVERSAMPLING
    probe = ImageFont.truetype(path, 200)
    left, top, right, bottom = probe.getbbox("H")
    font = ImageFont.truetype(path, round(200 * 19.2 * scale / (bottom - top)))
    _, h_top, _, h_bottom = font.getbbox("H")
    # OCR-B's glyphs share one advance; the look-alikes are centred on theirs too.
    glyphs = []
    for character in ALPHABET:
        image = Image.new("L", (CELL_W * scale, CELL_H * scale), 0)
        advance = font.getlength(character)
        x = (CELL_W * scale - advance) / 2
        y = CELL_H * scale / 2 - (h_top + h_bottom) / 2
        stroke = max(0, round(weight * scale / 2))
        ImageDraw.Draw(image).text((x, y), character, fill=255, font=font, stroke_width=stroke)
        if weight < 0:
            image = image.filter(ImageFilter.MinFilter(2 * round(-weight * scale / 2) + 1))
        small = image.resize((CELL_W, CELL_H), Image.BOX)
        glyphs.append(np.asarray(small, np.float32) / 255)
    return np.stack(glyphs)


class Sheets:
    """`gentle`: what spoils the print is kept in proportion to it, so that nearly every strip can be read."""

    def __init__(self, seed, gentle=False):
        self.rng = np.random.default_rng(seed)
        self.gentle = gentle
        self.atlases = [
            ([_atlas(path, weight) for weight in (-0.5, 0, 0, 0.5, 1.0, 1.7)], share) for path, share in FACES
        ]

    def strips(self):
        """Pixels (uint8) and labels, one per two columns, of the strips of one sheet."""
        sheet = self._draw()
        photo, to_photo = self._photograph(sheet)
        return self._cut(photo, to_photo, sheet)

    # -- drawing ------------------------------------------------------------------------------------

    def _draw(self):
        rng = self.rng
        spacing = PITCH * rng.uniform(1.35, 2.6)
        width = PITCH * CHARACTERS + 2 * MARGIN
        height = int(2 * spacing + 2 * MARGIN)
        shares = np.array([share for _, share in self.atlases])
        atlas = self.atlases[rng.choice(len(shares), p=shares)][0][rng.integers(6)]
        stretch = rng.uniform(0.9, 1.14)  # faces differ in how high they stand beside their pitch
        coverage = np.zeros((height, width), np.float32)
        rows = []
        wobble = rng.uniform(0, 0.6) if rng.random() < 0.5 else 0
        for k in range(3):
            y = MARGIN + k * spacing
            first = 0 if rng.random() < 0.6 else rng.integers(0, 10)
            last = CHARACTERS if rng.random() < 0.6 else rng.integers(16, CHARACTERS + 1)
            if k != 1 and rng.random() < 0.2:
                first = last = 0
            text = line(rng, CHARACTERS)
            for i in range(first, last):
                x = MARGIN + (i + 0.5) * PITCH
                self._stamp(coverage, atlas[ALPHABET.index(text[i])], x + rng.normal(0, wobble), y + rng.normal(0, wobble))
            rows.append((y, [(MARGIN + (i + 0.5) * PITCH, ALPHABET.index(text[i])) for i in range(first, last)]))
        if rng.random() < 0.35:
            self._clutter(coverage, height, width)
        return {"image": self._print(coverage), "rows": rows, "spacing": spacing, "stretch": stretch}

    def _stamp(self, coverage, glyph, x, y):
        left, top = round(x - CELL_W / 2), round(y - CELL_H / 2)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(coverage.shape[1], left + CELL_W), min(coverage.shape[0], top + CELL_H)
        if x1 <= x0 or y1 <= y0:
            return
        part = coverage[y0:y1, x0:x1]
        np.maximum(part, glyph[y0 - top : y1 - top, x0 - left : x1 - left], out=part)

    def _clutter(self, coverage, height, width):
        """What else is printed near a zone: rules, edges of boxes, strokes of a signature, a stamp."""
        rng = self.rng
        image = Image.fromarray((coverage * 255).astype(np.uint8))
        pen = ImageDraw.Draw(image)
        for _ in range(rng.integers(1, 3)):
            level = int(rng.uniform(60, 220))
            kind = rng.random()
            if kind < 0.4:
                y = rng.uniform(0, height)
                pen.line([(0, y), (width, y + rng.normal(0, 6))], fill=level, width=int(rng.integers(1, 4)))
            elif kind < 0.7:
                points = [(rng.uniform(0, width), rng.uniform(0, height)) for _ in range(4)]
                pen.line(points, fill=level, width=int(rng.integers(1, 3)))
            else:
                x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(15, 90)
                pen.ellipse([x - r, y - r, x + r, y + r], outline=level, width=int(rng.integers(1, 4)))
        np.maximum(coverage, np.asarray(image, np.float32) / 255, out=coverage)

    def _print(self, coverage):
        """Ink on security paper, in grey levels."""
        rng = self.rng
        height, width = coverage.shape
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        paper = rng.uniform(95, 255)
        ground = paper + rng.uniform(-45, 45) * (x / width - 0.5) + rng.uniform(-25, 25) * (y / height - 0.5)
        loud = rng.random() < 0.3
        for _ in range(rng.integers(0, 5)):  # guilloche: waves of waves
            fx, fy = rng.normal(0, 1, 2) * np.exp(rng.uniform(-2.5, 0.2))
            bend = rng.uniform(0, 12) * np.sin(rng.uniform(0.004, 0.05) * (x + y * rng.uniform(-1, 1)))
            wave = np.sin(x * fx + y * fy + bend + rng.uniform(0, 6.3))
            if rng.random() < 0.4:  # fine lines rather than soft waves
                wave = np.clip((wave - 0.55) * 4, 0, 1)
            ground += rng.uniform(2, 45 if loud else 16) * wave
        if rng.random() < 0.45:  # texture: paper, fingerprints, the photo of a face
            ground += self._cloud(height, width, rng.uniform(2, 40)) * rng.uniform(3, 30)
        for _ in range(rng.integers(0, 3)):  # shadows and reflections
            cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(15, 160)
            ground += rng.uniform(-60, 50) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / r**2)
        if rng.random() < 0.15:  # a hard edge of a shadow
            ground -= rng.uniform(10, 70) * ((x * rng.normal() + y * rng.normal() + rng.uniform(-200, 200)) > 0)
        contrast = rng.uniform(35, 200) if rng.random() < 0.8 else rng.uniform(22, 60)
        ink = max(0.0, min(paper - contrast, 130))
        if self.gentle:
            ink = min(ink, paper - 32)
            # Half of the ink's contrast is what a pattern may have beside it.
            ground = paper + (ground - paper) * min(1, 0.5 * (paper - ink) / max(1, float(np.std(ground)) * 2))
        density = 1 - rng.uniform(0, 0.3) * rng.random(coverage.shape, np.float32)
        if rng.random() < 0.3:  # worn print
            density *= np.clip(1 - rng.uniform(0, 0.6) * np.abs(self._cloud(height, width, rng.uniform(1.2, 9))), 0.15, 1)
        cover = coverage * density
        tinted = ink + (ground - paper) * rng.uniform(0, 0.5)
        image = ground * (1 - cover) + tinted * cover
        if rng.random() < 0.12:  # a reflection that washes ink and paper out
            cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(20, 90)
            veil = rng.uniform(0.3, 0.8) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / r**2)
            image = image * (1 - veil) + 255 * veil
        return np.clip(image, 0, 255)

    def _cloud(self, height, width, grain):
        small = self.rng.normal(0, 1, (int(height / grain) + 2, int(width / grain) + 2)).astype(np.float32)
        return np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))

    # -- photographing ------------------------------------------------------------------------------

    def _photograph(self, sheet):
        """The sheet at the photo's resolution, and the map from sheet to photo."""
        rng = self.rng
        pitch = np.exp(rng.uniform(np.log(4.6), np.log(20)))
        scale_x = pitch / PITCH
        scale_y = scale_x * sheet["stretch"] * rng.uniform(0.96, 1.04)
        angle = rng.normal(0, 0.012)
        shear = rng.normal(0, 0.05)
        height, width = sheet["image"].shape
        matrix = np.array([[scale_x, shear * scale_y], [0, scale_y]])
        cos, sin = np.cos(angle), np.sin(angle)
        matrix = np.array([[cos, -sin], [sin, cos]]) @ matrix
        centre = np.array([width / 2, height / 2])
        out_w, out_h = int(width * scale_x * 1.02), int(height * scale_y * 1.06)
        out_centre = np.array([out_w / 2, out_h / 2])
        bend = rng.normal(0, 0.9) / 1e4 if rng.random() < 0.3 else 0  # paper that does not lie flat
        image = Image.fromarray(sheet["image"].astype(np.float32))
        # Down-scaling first with an area filter, then the rest with the affine map: no aliasing.
        shrink = max(1, 1 / max(scale_x, scale_y))
        pre_w, pre_h = max(8, round(width / shrink)), max(8, round(height / shrink))
        optics = rng.uniform(0, 0.55) if rng.random() < 0.6 else rng.uniform(0, 1.0)
        kernel = rng.choice([Image.BOX, Image.BILINEAR, Image.HAMMING, Image.BICUBIC, Image.LANCZOS])
        pre = image.resize((pre_w, pre_h), int(kernel))
        inverse = np.linalg.inv(matrix)
        to_pre = np.array([pre_w / width, pre_h / height])
        a = inverse * to_pre[:, None]
        offset = (centre - inverse @ out_centre) * to_pre
        photo = pre.transform(
            (out_w, out_h), Image.AFFINE, (a[0, 0], a[0, 1], offset[0], a[1, 0], a[1, 1], offset[1]), Image.BICUBIC
        )
        pixels = np.asarray(photo, np.float32)
        # Pixels that the map took from outside of the sheet come out 0: they become paper.
        outside = np.asarray(Image.new("L", (pre_w, pre_h), 255).transform(
            (out_w, out_h), Image.AFFINE, (a[0, 0], a[0, 1], offset[0], a[1, 0], a[1, 1], offset[1]), Image.BILINEAR)) < 250
        pixels = np.where(outside, np.median(pixels), pixels)
        if bend:
            shift = bend * ((np.arange(out_w) - out_w / 2) / scale_x) ** 2 * scale_y
            pixels = _shift_columns(pixels, shift)
        pixels = self._spoil(pixels, optics, pitch)

        def to_photo(x, y):
            p = matrix @ (np.array([x, y]) - centre) + out_centre
            if bend:
                p[1] += bend * ((p[0] - out_w / 2) / scale_x) ** 2 * scale_y
            return p

        return pixels, {"map": to_photo, "scale_x": scale_x, "scale_y": scale_y}

    def _spoil(self, pixels, optics, pitch):
        rng = self.rng
        image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        blur = optics * max(1, pitch / 9) * 1.1
        if self.gentle:
            blur = min(blur, 0.15 * pitch)
        if blur > 0.2:
            image = image.filter(ImageFilter.GaussianBlur(blur))
        if rng.random() < 0.12:  # a shaken hand
            size = 3 if pitch < 9 else int(rng.choice([3, 5]))
            kernel = np.zeros((size, size))
            middle = size // 2
            for t in np.linspace(-middle, middle, size):
                angle_x, angle_y = (1, 0) if rng.random() < 0.5 else (0, 1)
                kernel[int(middle + t * angle_y), int(middle + t * angle_x)] += 1
            image = image.filter(ImageFilter.Kernel((size, size), kernel.flatten(), kernel.sum()))
        if rng.random() < 0.3:
            image = image.filter(ImageFilter.UnsharpMask(rng.uniform(0.6, 1.8), int(rng.uniform(40, 220)), 1))
        values = np.asarray(image, np.float32)
        if rng.random() < 0.7:
            grain = rng.normal(0, rng.uniform(0.5, 13 if rng.random() < 0.3 else 6), values.shape)
            values = values + grain * (min(1, float(np.std(values)) / 25) if self.gentle else 1)
        if rng.random() < 0.5:
            values = 255 * (np.clip(values, 0, 255) / 255) ** np.exp(rng.normal(0, 0.3))
            values = (values - 128) * rng.uniform(0.55, 1.25) + 128 + rng.uniform(-30, 30)
        image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
        for _ in range(2 if rng.random() < 0.2 else 1):  # some pictures are stored twice
            if rng.random() < 0.75:
                buffer = io.BytesIO()
                image.save(buffer, "JPEG", quality=int(rng.uniform(45 if pitch < 8 else 25, 95)))
                image = Image.open(buffer).convert("L")
        return np.asarray(image)

    # -- cutting ------------------------------------------------------------------------------------

    def _cut(self, photo, place, sheet):
        rng = self.rng
        image = Image.fromarray(photo)
        wanted = [1] + ([0] if sheet["rows"][0][1] and rng.random() < 0.7 else []) + ([2] if sheet["rows"][2][1] and rng.random() < 0.7 else [])
        strips = [self._strip(image, place, sheet, row, 0.0) for row in wanted]
        if rng.random() < 0.25:  # between the lines there is nothing to read
            strips.append(self._strip(image, place, sheet, None, sheet["rows"][0][0] + sheet["spacing"] * rng.uniform(0.42, 0.58)))
        if rng.random() < 0.05:
            strips.append(self._strip(image, place, sheet, None, sheet["rows"][0][0] - PITCH * rng.uniform(1.1, 1.6)))
        return strips

    def _strip(self, image, place, sheet, row, y):
        rng = self.rng
        if row is not None:
            y = sheet["rows"][row][0]
        # The reader's estimates of scale, height and direction are never exact.
        zoom_x = np.exp(rng.normal(0, 0.07) if rng.random() < 0.7 else rng.uniform(-0.2, 0.2))
        zoom_y = np.exp(rng.normal(0, 0.08))
        step_x = place["scale_x"] * PITCH / (STRIP_PITCH * zoom_x)
        step_y = place["scale_y"] / sheet["stretch"] * PITCH / (STRIP_PITCH * zoom_y)
        start = rng.uniform(0, MARGIN + PITCH * CHARACTERS - STRIP_WIDTH / STRIP_PITCH * PITCH + MARGIN)
        left = place["map"](start, y)
        right = place["map"](start + PITCH * 28, y)
        angle = np.arctan2(right[1] - left[1], right[0] - left[0]) + rng.normal(0, 0.006)
        middle = (left + right) / 2 + np.array([0, rng.normal(0, 1.1) * step_y])
        cos, sin = np.cos(angle), np.sin(angle)
        a, b = step_x * cos, -step_y * sin
        d, e = step_x * sin, step_y * cos
        cx, cy = STRIP_WIDTH / 2, STRIP_HEIGHT / 2
        c = middle[0] - a * cx - b * cy
        f = middle[1] - d * cx - e * cy
        box = image
        # Large letters are averaged down, as the reader does.
        shrink = max(1.0, min(step_x, step_y))
        if shrink > 1.3:
            size = (max(4, round(image.width / shrink)), max(4, round(image.height / shrink)))
            box = image.resize(size, Image.BOX)
            kx, ky = size[0] / image.width, size[1] / image.height
            a, b, c, d, e, f = a * kx, b * kx, c * kx, d * ky, e * ky, f * ky
        pixels = box.transform((STRIP_WIDTH, STRIP_HEIGHT), Image.AFFINE, (a, b, c, d, e, f), Image.BICUBIC, fillcolor=int(np.median(np.asarray(box))))
        labels = np.full(STRIP_WIDTH // 2, NOTHING, np.uint8)
        if row is not None:
            inverse = np.linalg.inv(np.array([[step_x * cos, -step_y * sin], [step_x * sin, step_y * cos]]))
            pitch = STRIP_PITCH * zoom_x
            columns = np.arange(STRIP_WIDTH // 2) * 2 + 1.0
            for x, character in sheet["rows"][row][1]:
                at = (inverse @ (place["map"](x, y) - middle))[0] + cx
                away = np.abs(columns - at)
                labels[(away < 0.38 * pitch)] = np.where(labels[away < 0.38 * pitch] == NOTHING, IGNORE, labels[away < 0.38 * pitch])
                labels[away < 0.2 * pitch] = character
        return np.asarray(pixels), labels


def _shift_columns(pixels, shift):
    height, width = pixels.shape
    rows = np.arange(height)[:, None] - shift[None, :]
    low = np.clip(np.floor(rows).astype(int), 0, height - 2)
    part = np.clip(rows - low, 0, 1)
    columns = np.arange(width)[None, :]
    return pixels[low, columns] * (1 - part) + pixels[low + 1, columns] * part
