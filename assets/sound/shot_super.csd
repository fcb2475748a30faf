<CsoundSynthesizer>
<CsInstruments>
; Two darts at once: the second nib follows by 12 ms, a fifth higher. Heard as often as the shot, so dry and short as well.
#include "ink.orc"
instr 1
  kF1   expseg 880, .05, 294, 1, 294
  kF2   expseg 1320, .05, 440, 1, 440
  aE1   Fall .085, 5
  aE2   Fall .080, 5
  aB1   oscili aE1, kF1
  aB2   oscili aE2, kF2
  aB2   delay aB2, .012
  aTik1 Pencil 1250, .41
  aTik2 Pencil 1650, .42
  aTik2 delay aTik2, .012
  aAir  Puff .06, 1800, 350, .43
  aMix  = aB1*.5 + aB2*.4 + aTik1*1.1 + aTik2*1.1 + aAir*.35
  aMix  Gap aMix
        Sheet aMix, .510
endin
</CsInstruments>
<CsScore>
i 1 0 .12
e
</CsScore>
</CsoundSynthesizer>
