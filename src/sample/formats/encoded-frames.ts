/**
 * Frames for containers whose codecs no library of ours can encode. Both were made from this product's own
 * drawn picture (`drawPicture`, seed `heic frame 4`, 640 x 480) with x265 3.5 and x264, without their banners.
 */

/** One HEVC still picture, 640 x 480: decoder configuration record (ISO/IEC 14496-15 section 8.3.3.1) and length-prefixed units. */
export const hevcStillPicture = {
  width: 640,
  height: 480,
  configuration: Buffer.from(
    'AQQIAAAAn6gAAAAAWvAA/P34+AAADwOgAAEAF0ABDAH//wQIAAADAJ+oAAADAABaugJAoQABAChCAQEECAAAAwCfqAAAAwAAWqAFAgHhZbqSTK5oCAAAAwAIAAADAMhA' +
      'ogABAAdEAcFysGJA',
    'base64',
  ),
  frame: Buffer.from(
    'AAAAF0ABDAH//wQIAAADAJ+oAAADAABaugJAAAAAKEIBAQQIAAADAJ+oAAADAABaoAUCAeFlupJMrmgIAAADAAgAAAMAyEAAAAAHRAHBcrBiQAAADBsoAa8LRAsHgch0' +
      'tUnuNkcM+wmy+40phskS5BFPBX2iV6SawF+FvPWxSoRHvRbVc/nbr1iRflMCmaEI2762bysPaIOxA7JEFodG3PVm8NNz6yhuVhDvKuCy0yhFeA1PQ+A/RA3SYozk6KnB' +
      'D1Y2FnC+wxz+YiVCRDItJsOhsn7v///QAwGv5/IXIdhFsEgeYf/sIkdeoLxrLOw3uxEFLffiF+lhRAkYbNpesQ5DIaRZRVLsYCrPmJpDZIRtScCX7cBqJf8rOKt2UAc1' +
      'TIOqMBpP1/XjpCkY+ZfVTJsizdAxOyRd4qxf4rSaap1nJxQdip6/pPwe0YnGU4QcRXz2s10cw/Uez3Aj4BTTqF0gXkrm2nsrnUrhgSP3PylaLOrNV0JUnDU9APzg43ZB' +
      'VSvzSIAOSuaEjpxmdhA/ypf+17zxZxbHsWuNuKUvGkd48l8k8AfuddMrFakVPTjXfPDJepShlDugeWcjFFIyLNDWXPsqLuG1IeilTSiomD00GI3GcP+ttXUCgBhW5HNA' +
      'r/Trhqbj0fAVu7XgMlXk57RP7m2G2KwjjI5S48UftgxqVn4WltKrQnMZcmPQyO37ZFjphWF63fb7cIC9Sb64iCRw7QZ3tB58nt2l88KbnGEFSlGo98Kt7AZyoxq6fXDb' +
      'Cd04Xocv/PsjawGYGYDNUE0oAeWy4K+iw2tn6FO8kmgkPZR2W4Tui4njn7r/73+Vd8q33HNlySC7w7x9UWG/5fYkQzRJoE4G2xHI/NGgW2TqPCC7bCwQGtOoZRVo2CL3' +
      'hAJ3Up74Fa/jE7F17lP3t5hP/qqXZcrBb5bJ3Bzr9UWZjhwHXUhBdes3MhDz8HSSBAYHplJ8EIUhxIyYn0sIOoElQVzel5QzrPPbwARd1mpY48kt6Ov8/Q8wd9KG8Tg+' +
      'Eqkiunk7tyWSz/4EbZmkFSwkwotfOZu5/N/N819YgrcRoBOHQ8VFaManufeUHwC3rr+8yI0GebR3vY9N3BdVglbrXO0REf4iE0gp9FiuJBvLmfxpLiPnfDxZqnmQ0mw5' +
      'A9aJsYIhnDOwCBPnj4q/vyNyPG8XITJCXwZJQqoDYBdV+irpYXxk7anDXEOlkLLgDcK2GXXi//+Y5XBmlslbT33u2lOGdE8TB3aqP4JTKhJVJ4r7VsmrAAlIUM3kdJ/t' +
      'HOE3BTC1HseJnTGkdUDAeo+2r4wHyw8sDkrly8PUtMWZWbRMjKgj+XZ4fnHOKkkZGPvozepQrjpU4a1TQrWVIB8z3WOo55bakIs4/d9Ymr/c1AwGURDXjKo0XaGrmjEZ' +
      'JfVDpPPY9DsWJc71FHvXaOwBhpaAHqzZaThXmXu1zPwGl51f9DmLoXfh0dzMZA4xw8AZB26erjlNUodHH84/8cfZvyT4LdXCX8cbL/da7sr517sMkXa1HLeKD0kENOCY' +
      'IaNc/Q1MW/7h+2f52BOmFaO4Fli9Tyq1V8Tp5TfBAKGyEEr+ypL0V6m8HFAGj1GDYFuwJH9wX5sRBCUvvax+ybtPIj58drjSof9avyv4nlWns119bcv+Il+P9ud3nVom' +
      'xr9oKApxkLClIObJKnGkHMsnM7gw3kUYeWQEL6927yZVqcAzwXnYGzUfhEBBVZfF9QvIDDPwdo65damnLQsrscWfynjkZh/BjC7WZXJmgtlTx0MADHtRPGc3Nid+FnE4' +
      '2tLE7KNVhPtAdsmOTN0IJBReGJWZd9rcumxQEDrRkfcIpnuE5f5izjc+jLFg8bBZsmIiy7N2LY4L73ItN+7ms6B+0fTzPcKqM6SNMwi0fGeBRfQN2EOowteJs5azGaGj' +
      'leH5MjVSnMsR8KoyZCPoZeiLj4EIZF3v9ifneO8qIMSgScB/ALo9SDJYuHNgACUaMY4zUxXow7fUle6ryKVkj6RgNePvueABScGMHjqq1oCzPMXxXJecNDr9RpSfyBW8' +
      'W5Bja+EQxUjE44fzVJxtoC9Lq3HD88HaCsdzPpFh3e+6wGU5XDg6ATAKba8bG5iJ59H+4LUtUrsyB8VDB3skYaQ5HTQe/XjidjLt4E1IuhF7YBj2XBkH1ItVbmH57XBq' +
      'YHyTqgw+7YT24m0Vk32SdCijoMdTVjMICqx10xwnFLo7p+Oyc/Iwi8QI4mqGZogKirrUAOx1qF5V3rdZwpR1PLBSyDYazR/SswCPqVH2QNamWlOIg++YeNubuhGsK/i3' +
      'zBrj9fH71Cp0b2Px9odjeXEVIgfR/jqJBdj/B3kXor+/qp3dWB+uLamBh/nWaloekuFPJ8chNIggcZ0/weDwwc+P5O9xuuJwSpG/9w6iXZs6PyJB3OddJ5z8QYNKn3xl' +
      'pmQ1O+bJqDwAAKqdJP3yJsCa4BIxN8rXFrC0tiDrLgPujvkHcsTk7Xi2eIzz5yEFHprZPGkI4zsKNxYYXcWSz/sDzrJCDn7Tymj6FmMq3sfLdwpttxawAkW9RClbp1zl' +
      'z0pbzTOc5Zo5Mf5fob+jtor779wVWN54zI7ssGYVBo3DrxPEPzocikDLEP5h/W6N6gmEw3kEU/x/Weo5whS0YDdKQdT+QNxvUhYOtJiW0FMtArmTmm9AXsejdjpvBZKo' +
      'faNkdN/frsXpiSKLJOixIaML2xuCQbxFCv+HrzGd/AtQg4oD1JB0fhKTpIZWbs7ofouwGkRgYqk5KPER1+ayAzn7t4GZ4vvGfXw2Hl7tf7AANhPSH4/wbjOFnGLgufsP' +
      'PlO8JBKvwHbOWhdhXGleXiq5apvqfkKCuuVtcMyMKIK8Prb3CuGVEdp01i03Ngj7Nq7qUF8WHkY8kjUOPdivY5GFa0O32R8q1O0w4rVsO2eyJAANL7tI8106winpJsDf' +
      'OsRRdZMaGbb0SH91CF7J3lySeSULxOCQTi0u6QD5QDAynZIiBbYAIk0Ty3aEb/X8P9/Xip+XSt4nJvdRvHhEOPEzHVSBYEoYxDmg4EBOAlZHkSAg8JcuHtgdn+7xEdGj' +
      'BMNFGbLW6sQDRM82psfvLEfjuTcYWpCMd+b0EbOvyi8bNJVF3SvSd8h1bLamNfRO9EO8sITPlfSzmYghfu04G3TmxY3Llice9vcwuxBPnXjtNd1Qe1oFSFSIqX7PeNTM' +
      'sKDrJACizAfZWv0qsUalThace55q2Tj5VlWBbzVDCwQ2VQOHP0n6xxFsLGfj22oHWdwZBdaOrvzx9S1fwUR2EPs+IE1+vjW3gRu8e8GNXa1xkRdNlg6+G8DXkjkn+lF0' +
      'esL228E0CNmIh40gEPqYDRKNr0iQ/HuVKndj38r3a2kfKwqU/z3QaZuopGAJmEFqkG/SECCXPfaP3EfTmnjRnHYcD0pytSRXLCnCd/WdijvvAVJ8ZaTbaBN3QvdiofWO' +
      'JEdqKRQXMSVIN9hmq/D+OdEWOvfYBtbZv1GU0ZR2ex4q9FySe1YNwL3e04LwyuX0JV/JjnyiKvMe2vQJ9BHn6EEXyBM+h37wk8DfnX6fCe8z/PMp8FaD0pEtUEb7H6kn' +
      'UWXSVwLeSbOxbrZlDC9woDpOj4OC7mZxbzLT3LV4zdQ1F0i/23MsCrUQPEoKdTPD70U5D04aW9W6Vd9vcnmr6KIyo6iZmuTQei6N+tK9+cIt6t01keCe+/AE3uYY31pQ' +
      'BF4MoTdbDDBq9Quttdclk58hgkiNQAiHac+jfHEjAglMj5a0CUkjol2Yb+lzYoIRxDH2n4loacLfjddCGD4L8/HjrN7b9/Civ5lV0bvrrJ0MorGaLXjQlV/tOFumOty0' +
      'xe7uPvfIUIOJgThnIAuTGeVVG2FVKXSNzr55d/oX3eceuVS/6G7BSs7DS1kHoQdQNHMgHmWBRlFMXJKklfTwjYSfr2g8jJPGAyVIAAi1+LY+6ie2X1FgQ3ghZegoSZTj' +
      'zFAyTDElBa0qFN6AnfofVVyND8vtYexty9lVCDW8NPtKOMOHHEURPXWaSvt5ijJebmA18J1R/Vruglc8kuqS3sHLocf4SU3FlQ20oBbnyt++V0LTbSsY1iW2O6tIfzSP' +
      '9HNtlCp7e63QoOP2sqyj5S0IuCdslUBcVj0AFHobPp8JfHZqxDbh4NXJ/2aXjP9r/WLh/wR42cCxcSAUhf0l2RAPAcLVJ17vABrjDfvTcz0JmX8QMXwJifp7QLCThsbk' +
      '88eCe9mVm0SEw4BM9i0/RqI=',
    'base64',
  ),
};

/** One second of AVC baseline video, 320 x 240 at 25 frames a second: configuration record (ISO/IEC 14496-15 section 5.3.3.1) and samples. */
export const avcClip = {
  width: 320,
  height: 240,
  framesPerSecond: 25,
  configuration: Buffer.from('AULAFv/hABdnQsAWphEFB+hAAAADAEAAAAyDxYuEYAEABmjIQgMSyA==', 'base64'),
  /** Lengths in bytes of the frames in `samples`. */
  sampleSizes: [1367, 161, 142, 134, 105, 95, 85, 107, 108, 95, 98, 106, 100, 88, 89, 93, 70, 78, 68, 75, 82, 76, 106, 136, 129],
  samples: Buffer.from(
    'AAAFU2WIgheIoUAA9vfffffffffffffffffffVqXvvvvvvvvvvvvvvvvvvrUst3d///wQjOF9B+Aket+f/9Ze42++++++++++++u++6U0cmXq6Y+rrrrrrrrrrrrrrF3' +
      '///WCENYQWhtH/oHj4SfS3AMAgqrt9O3vjo3/4QWj9alj7777777776jFf+DT/4YJBfMz6WPSAIBo2s00+nlgXX+SE38/hsCUM8Q5o/Gvc0/0rTPlzhwelDqvZI1ZpeV' +
      '9X5h83QwRlwuGYMz5GBrzacOq+rACFn4UVsXjXp2fDyLL9h5nP5e++++++++++tXx0d+9//+o0l6v1zZfOzuawQxdprt4TQr/+XfiwwH6n6DoZe5o4MZr1aa0kuAf6eq' +
      'BIfgQiU5ncQxX4Jw6FuO+MzW+1Nu7eqYVUTr0s8/61tbW07W1tb5telRFHQ9/v/7UaGUHcrGnW6sfpFjr7314d+AaCwkap8YTN+Lt+IYBoJHOujprR9gbaTN4BUOGAaC' +
      'Xer86/bmzOAZvsFKO3wio4f90ZEp1Kwmpe+++++++++sUy/4Z/8kGgr/RAa0Hmn2MZ8n7586199uYDaqbd/hBaIuqr+69Zru/iABpi2MzKsUgp5YiWQafD3kfvw3Wf4H' +
      'zwfT4QTRYpYRM7YsIHtLNXq+mCBqjA0KMyMe8kfcG8+cyrt1T0w+r777777777X/4/wSB4KPv9///BAESkv+1Pa2GDWOqex7PVksGJhN2IFR3zH6Va+19y78AhLxCxNb' +
      'MYp1h/EMAhIWsP0wlpkNMt+CzJmeC/DAISUd9klMwHsPqZlBZNgCEasUaa1tMy5z3xyr6Pq7f2YTuS+NKv99fhqqvBO8V8tj8pSRP/6qQ6qgqKi/Ln/w+gQHzUmQdEnP' +
      'Sra2tr//44VDHBHvt5s///BAtg75t2tf0BvojWGHT3VO+LKDTcvoDZp2S38zJL0/c2/b3w5hZsjuEFoZdf7r0PBduAWN2wi5zUNUKq8O8r5BD7t/A+eD38CDRxviM7x4' +
      'QPaViq83oT6DFbZMeustilVx1F4qubIpjxQ50kJIXvaFu0+uC/+g+FCDxr6VXX9eEicZIm6//FddZP/ivwQE7Nw2bHfDan/oOYLX66hRp26V/2FARVjvvjvp/fT2BKdB' +
      'R4775WK5uVPwX+mQEbmZzW/S0GpALZLf476+x39fBP8YZZcZlYrIz+Kn1/4xcd9x2nkrH6YL/2NzCbrtI7F/H0z+67zbttk474NKY/5rOtp93pzP9fLzr6+LQZ+6ae23' +
      '//9B8ORj3rxX/0HhdgX/J/Xj/oJPj8rFLlv2giV2QMUuEQ+VfwgtHH2A5PLS/4EH3q+4n94rnHgGsMOFUR1uEFou5uOOpf5/02GCzv7HXSYHY31AGNwtjqzsr/djJad3' +
      '4Br4cKxmx1wgtHvFd3zfBeFSx2g8mIJQ1Y7bwwD8D4ZEwINHG8fEZ1i7UM11fTBjBA5Vxj1DMkvoAR/BzP9MgybOlW1tbW1tZ/3alK2p8MYCKput3+AMO2ph95iPYSFs' +
      'aJyj1vdR3/SngldDfmGNsEwQkNbvWr/+vmnDC5ma7dBBATb/e52Tb8e9++VK9/ToA1fXxRQMcUnwyxuruj7Yg//oJX82//uoZGD2l+eD4BgHCSwge0s1EvoFVGYcvHDJ' +
      '85jtOV1v1xTC4nnSMTwsqyxpcffffff//5FBCEIceztXgSFBcgKS4ceJGxR42irgWof8SrFwXf0+AQ0lhRkX4Gpgpb5tWuWdbWnffdtFVWk5U7V2tra2n//5FBcOhx7K' +
      '9/yL7f4W9V43HZZxdoe+1Mf/D4JMxHAAAACdQZocLzarVa//9a///4ag08GihO8JQZfUhf/zDuJ5gMjHWpGWDB+sdCpv1Dv0Z6gdPN5tCmJjuh1/Zb34vz7FMbHaQcea' +
      'AysZA9fxEUL4oTwEIWaDDfnbjN4rgi8Fngs5v/X8EAVw0/7Tgy6Bxb2dg//tTPLJWJ0Tr1PEH4LO1BzrXA3r/qejL0RbuBx/ntRhf8DhAmV78IdSLqXy8AAAAIpBmioL' +
      'z9f/9999wQYLO/4SwaaOzwhgsfA+VjEKQO9YLlHZPC/P5PD/F+DBR31gcMJfrfyfv/CX/lHVusDhhH54C578FmbBh1/J82smDD4LPgu6/rxQV4xQ31L1gw+BD16tWsmT' +
      'NXXyPfrdWj8+4BYqvj+Rb2m8wyBDSGDUoNMXx2vg8V+QdOfDT0AAAACCQZo7C8d1/////DODL4NMJ/WOwhgy/yl/wMnjt5MEX/L//HfJYvRf/475fW/QFzHdeVeBu21A' +
      'g6W/Vx2nS65cGXwYdfc2C7L9YHDEYMPg0+DTeDB+DD4MH0AgdfRP3SwjfwN2KwafNkrr6dUAosmBYxmBz18xf/4x+A39fCRSP73/8AAAAGVBmkkC8vUE+C7v+E9V9CWC' +
      '71yYMMfrJk0X/+O1hTWFNegCJYT6W82C74Mvgw5f8Gnl8wjgj324HjL61FYMvgw7/rBhrBh0kEd9LX1gcsX8tPXy9K8bXXrHISS/Xwh2QsNNuuDbgAAAAFtBmllC8FmD' +
      'LCeDD5PgZsIYMuIWXBhjt7y6+P+FPhTqFPnwZdevgszYLsvxOM+DD4MPgs3gw9gFy+DD4MPYDBf3WBwyetT0Bg/y3J/MXzf1qNwOP+E19fwnYDh4AAAAUUGaaYLwV4NO' +
      'vfX8JbUJYLvXJgw64a47WFPhT4U+FPnwWdf+A3M2DDL8Vgu+CzrzO8GD6AwPqun8CD/jcFnya5LmAw/4Tc3AR/8JusCD/hMVeAAAAGdBmnnD8FeDLzVCeDDz8IvBx6wa' +
      'ebrBhj8F3lANF5a8GH+EPlL9b6yj9ZJwZ/Bhj/hTqX1neDT4MOvWbBgtfcvcTg079j/Bh3/X1gw+DD0Bg8gfih0apVUqqa/xus/wp8lhHCHwjl3AAAAAaEGaiIC8FWDD' +
      '4IsJ474rCfyYMMfgw+T5Pgw5PSob8T3/H/CncKfCnzYMPgs9AYs2DDK/hn+XFuTBd8GnXveDBeDD4MPMBAfP+CxmCSVV/GYMP8s/uUiH/4QyvyanVS38Jo78h1l7/hSA' +
      'AAAAW0GamJC8FWDD4OMJ/CmTeDDrrj8GG+oR+FPhT4U+bML6AwermwYZcFH+JwYfBh3l94MPgwXgw8/k86R8I7/Bl/i83wXf59KE14qrfwmZDpnEdUnCfC2nv/hMUrwA' +
      'AABeQZqooLwVYMPPwngw8/CeCzz9YMMIYMPm7zwZfeEdYU3hT4U+XBZ8G3wZZsGHX8mDDjLXvWIwYfBh8F3fXX1gw9AYP3TZoFOBJ/jPnCTuVZ009tv8JzACUf8KfGax' +
      'EAAAAGZBmriwvBTgw+DLCesKayLwZYQ3rBd8nsAtWEPkvhD5LqEPkuoQ+XBp8Fnf82DDLg018kWAJaV5vgw+DD4MN4MPYCQ9/f5deQdx1o/F4Nvr3Xf3y/JOAUTHiEG3' +
      '/CeFQqvv4TdcG+AAAABgQZrIwLwU4MPNl5PCf7/hP7wXYR+tYS+9EhH4U+FPkwXfBh8GnL/wjy+YRwR77cFWXBdr58GXwYfBp8B/awYfN8GC5QgugMHr6+gJ4j+L+Ir/' +
      'ju5t4T4Mf4R2BMrAjgS8AAAAVEGa2NC8FOCzz8J65f/4T+8GGEdayYS+FNYU+FPkwZfBh8FmagMHrkwYd/18+DD4MPgs3X19fX/eDT/FUBk9fXk/S/+uR/18KfHRABUM' +
      '3x0Ry5a+wAAAAFVBmujgvBTg2wpgwwpgw15gxzfgowjgw8/2AkMJfCnwp8KfeM+hfgs9AEczYMMuDDfzYj4MPgs+DDeDDyAGg8n4MP9YLtfFYKPkxH/wp8KfFYjE7r2A' +
      'AAAAWUGa+PC8FM3Ck3CmDDVAYMJYMP8J/Cnwp8KfeCj4MPg0zYMO/5cGG/mwWfBh8GnX9fWDDygHQ8/4MNYMtfFZM7wKnr/4RwTb+FPib/lkDEh8+BH+Df/8peLwAAAA' +
      'QkGbAF4FN4MPCU/4MMJ/CkwQwp8KfeDT4MOrwMGbBhlwcZPmwYfBh8F28GHsBIe/wYf6wYd/18TYCM/xXwn/8KfCkAAAAEpBmxBeBSwYfAUmEsGGFMmFPhSI4U++L8Gn' +
      'XXNgwy4MMlj8krVYMPg07z+8GHnAEYef8GH+sGW74nBh/ireMigBSGIvhT4Se/n1gAAAAEBBmyBeBSwYYTwXYU1hTWFNYU1rBp6AweubBh1/Jgw7/k1lwYfBh8Fn4mvr' +
      'Bh8GH+8GG/iKAwf4v4U+FL4SwNmoAAAAR0GbMF4FLAqYTn9/wngl+Kwn/jMJ/4rCf1MAR74MO/5sGGXBhl9XlwYfBh8GG8GHwYfBh8GH+sGSk9XiMGH+L3hTWFPhHBhu' +
      'AAAATkGbQF4FHBdhTBhhTBhhTBhhTBhhTBh8F3wYfBhxU8seALQXH3Lgwy63n+DD4MPgw+Dh/+J1gw+DDz/KEPggy/Pl+XGfCnwg/5PhHAubgAAAAEhBm1BeBRwYYUwY' +
      'YUwYYUwYYUwYYUwYegMnr65sGGXBh8Zl+TBh8GHwXbwYfBh8GHwYf6nAKMufvn/noDJ/nrl+FPhT4QwYZIAAAABmQZtgXgUcFWFMFWEw1Gfvf737wVYTP5f/4TF/3gqw' +
      'pgq/E+Czv+bBhlwYZQtl/3v6vfgqyYMPgs6828GHwYfBh8GH+sFmTcwSrX8+Cj/Fn/4TP/xHGT8shvoDeY8Pjzf/nxGJwWZIAAAAhEGbcPgeAzCwQ/Uv/ydNfoUCbgPb' +
      'qXy6/78KG8BQf1sKPVnk2FDeE3/2KffTLa/wafBp8GGfD2XAoZTfEPovFLuX+q/7wYfBh8Gn4msGHwl8F3wYef8GGXn8GUUaXE7Tf/NQGL/GBPCb5X6/Xb/CYVbANevP' +
      '/0/Wpd/PfEP+TBZ/hB/yQAAAAH1Bm4HgeKAyHBQGpcisuS3aFKwoeJcz3PxR4o/oUMGuH8LBAXiHApgyZMU4W+2AjPf3zYEjLg0zFv+BF//r7J7+/vvBh8GHwYfBh/qw' +
      'EZlN4hhw8Lkly8t/fy39/fF4MuT+v8UlV1Ff/PfF/7Ypc2Rean574v6+WvvicHG/qA==',
    'base64',
  ),
};
