<CsoundSynthesizer>
<CsInstruments>
; A hand on the sheet: paper slides under the palm, A falls to D.
#include "ink.orc"
instr 1
  aHand Drum 170, 98, .03, .10
  aSlid Scratch .16, 1500, 800, .68
  a1    Bell 440, .14
  a2    Bell 293.66, .26
  a2    delay a2, .07
  aMix  = aHand*.7 + aSlid*.4 + a1*.36 + a2*.42
        Sheet aMix, .456
endin
</CsInstruments>
<CsScore>
i 1 0 .34
e
</CsScore>
</CsoundSynthesizer>
