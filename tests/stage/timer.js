// Stands in for the stage's timer until that is there.
export function clock(box) {
  box.innerHTML = '<span class="phase">On your own</span><b class="left num">7:25</b><span class="share"><i style="width:62%"></i></span>';
  return { update() {}, stop() {} };
}
