<CsoundSynthesizer>
<CsInstruments>
; The page is full: the wing motif upside down, A E D A, the carriage runs back, the pencil is put down.
#include "ink.orc"
instr 1
  a1    Bell 880, .34
  a2    Bell 659.26, .34
  a2    delay a2, .16
  a3    Bell 587.33, .40
  a3    delay a3, .32
  a4    Bell 440, .80
  a4    delay a4, .52
  aLow  Drum 150, 73.4, .08, .40
  aLow  delay aLow, .52
  aCar  Scratch .40, 1100, 2000, .61
  aCar  delay aCar, .62
  aStop Pencil 560, .62
  aStop delay aStop, 1.06
  aPut1 Pencil 470, .63
  aPut1 delay aPut1, 1.22
  aPut2 Pencil 520, .64
  aPut2 delay aPut2, 1.30
  aMix  = (a1+a2)*.42 + a3*.44 + a4*.52 + aLow*.55 + aCar*.35 + aStop*.9 + aPut1*.8 + aPut2*.6
        Sheet aMix, .80
endin
</CsInstruments>
<CsScore>
i 1 0 1.50
e
</CsScore>
</CsoundSynthesizer>
