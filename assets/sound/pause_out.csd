<CsoundSynthesizer>
<CsInstruments>
; The hand lifts: the sheet slides back, D rises to A.
#include "ink.orc"
instr 1
  aSlid Scratch .13, 900, 1700, .69
  aTap  Pencil 900, .70
  a1    Bell 293.66, .14
  a2    Bell 440, .26
  a2    delay a2, .07
  aMix  = aSlid*.45 + aTap*.6 + a1*.38 + a2*.42
        Sheet aMix, .715
endin
</CsInstruments>
<CsScore>
i 1 0 .34
e
</CsScore>
</CsoundSynthesizer>
