<CsoundSynthesizer>
<CsInstruments>
; One letter: a typewriter's key, its lever, and the sheet behind it.
#include "ink.orc"
instr 1
  aKey  Pencil 1500, .74
  aLevr Pencil 640, .75
  aLevr delay aLevr, .008
  aShet Puff .03, 900, 300, .76
  aMix  = aKey*.8 + aLevr*.6 + aShet*.4
        Sheet aMix, 1.81
endin
</CsInstruments>
<CsScore>
i 1 0 .08
e
</CsScore>
</CsoundSynthesizer>
