<CsoundSynthesizer>
<CsInstruments>
; The second nib runs dry: E and A fall on the bell, and one dry scratch.
#include "ink.orc"
instr 1
  aDry  Scratch .14, 1900, 900, .44
  a1    Bell 659.26, .24
  a2    Bell 440, .36
  a2    delay a2, .10
  aTap  Pencil 760, .45
  aTap  delay aTap, .21
  aMix  = aDry*.35 + a1*.42 + a2*.5 + aTap*.5
        Sheet aMix, .576
endin
</CsInstruments>
<CsScore>
i 1 0 .50
e
</CsScore>
</CsoundSynthesizer>
