"""A coat of arms of nowhere, as the two kinds of file a letterhead takes."""

from __future__ import annotations

import vl_convert

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="120" viewBox="0 0 100 120">'
    b'<path d="M50 4 L96 20 V70 Q96 103 50 116 Q4 103 4 70 V20 Z" fill="#c9a227" stroke="#17324d" stroke-width="6"/>'
    b'<circle cx="50" cy="58" r="24" fill="#17324d"/></svg>'
)
PNG = vl_convert.svg_to_png(SVG.decode())
