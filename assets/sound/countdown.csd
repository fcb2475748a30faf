<CsoundSynthesizer>
<CsInstruments>
; Three, two, one: a tap on wood with a short A.
#include "ink.orc"
instr 1
  aTap  Pencil 980, .65
  aWood Drum 330, 220, .02, .07
  a1    Bell 880, .24
  aMix  = aTap*.9 + aWood*.5 + a1*.34
        Sheet aMix, .75
endin
</CsInstruments>
<CsScore>
i 1 0 .30
e
</CsScore>
</CsoundSynthesizer>
