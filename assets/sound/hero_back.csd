<CsoundSynthesizer>
<CsInstruments>
; A pilot is back: the propeller is swung, the engine catches and climbs from D to A.
#include "ink.orc"
instr 1
  aSwg1 Brush .03, .05, 1500, .51
  aSwg2 Brush .03, .05, 1800, .52
  aSwg2 delay aSwg2, .11
  kF    expseg 73.4, .22, 146.83, .45, 220, 10, 220
  a1    vco2 .5, kF
  a2    vco2 .4, kF*1.008
  kC    expseg 300, .25, 700, .4, 1500, .3, 500
  aEng  = a1+a2
  aEng  moogladder aEng, kC, .2
  kP    linseg 11, .5, 24, 1, 24
  aProp oscili .4, kP
  kE    linseg 0, .2, 0, .05, .9, .4, .7, .27, 0, 1, 0
  a3    Bell 587.33, .22
  a3    delay a3, .36
  a4    Bell 880, .40
  a4    delay a4, .48
  aMix  = aSwg1*.6 + aSwg2*.7 + aEng*(.6+aProp)*kE*.9 + a3*.30 + a4*.36
        Sheet aMix, 1.42
endin
</CsInstruments>
<CsScore>
i 1 0 .95
e
</CsScore>
</CsoundSynthesizer>
