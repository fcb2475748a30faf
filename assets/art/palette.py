"""Colours. Drawings of planes name tokens, so that another paper is another table; sheets and menus use the plain constants."""

# ink outlines, thin interior lines, body = the plane's own paper, shade = cool flat shadow, wash and wash2 = enemy sepias, mark = crimson
COAST = dict(ink="#1F1A1C", thin="#2B2426", body="#FBF5E4", shade="#D9CDB4", wash="#C39A63", wash2="#8A6641", glass="#AFC3BD",
             mark="#B3122E", p="#D55E00", pd="#9C4500", white="#FFFFFF", dark="#1F1A1C", splat="#1F1A1C")
# pilots 1 to 4 and their shaded tone: told apart by the colour-blind
PILOT = {1: ("#D55E00", "#9C4500"), 2: ("#0072B2", "#005180"), 3: ("#009E73", "#007052"), 4: ("#CC79A7", "#9A5079")}

INK = "#211D1A"
PENCIL = "#57504A"
FAINT = "#857B6C"
PAPER = "#F6EEDB"
PAPER_2 = "#EBDFC3"       # margins, second sheet
PAPER_3 = "#DCCBA6"       # tabs, pressed
TAPE = "#E3CF98"
DESK = "#4A3C31"
DESK_DARK = "#382D25"
DESK_LIGHT = "#5E4D3F"
SEPIA = "#8C6A45"
CRIMSON = "#A81E2C"
SEAT = ["#D55E00", "#0072B2", "#009E73", "#CC79A7"]
SANS = "DejaVu Sans, WenQuanYi Micro Hei"
