<CsoundSynthesizer>
<CsInstruments>
; Go: D and A together on the bell, the snare brush lets the planes loose.
#include "ink.orc"
instr 1
  aTap  Pencil 1150, .66
  aDrum Drum 190, 98, .05, .22
  aWire Brush .003, .28, 4300, .67
  a1    Bell 587.33, .60
  a2    Bell 880, .60
  a3    Bell 1174.66, .45
  aMix  = aTap*.7 + aDrum*.6 + aWire*.6 + a1*.38 + a2*.40 + a3*.28
        Sheet aMix, .528
endin
</CsInstruments>
<CsScore>
i 1 0 .80
e
</CsScore>
</CsoundSynthesizer>
