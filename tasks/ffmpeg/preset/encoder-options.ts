/** The options of ffmpeg that a preset may give, by encoder and container: none of them names a file. */

/** Of any video encoder. */
export const VIDEO_OPTIONS = words(`
  b minrate maxrate bufsize bt g bf keyint_min sc_threshold refs qmin qmax qdiff qcomp q qscale i_qfactor b_qfactor
  i_qoffset b_qoffset profile level tag flags flags2 cmp subcmp mbcmp dia_size trellis mbd me_range coder context
  slices threads thread_type rc_init_occupancy compression_level dc color_range color_primaries color_trc colorspace
  chroma_sample_location field_order bits_per_raw_sample strict aspect bsf fps_mode max_muxing_queue_size
  b_strategy intra_vlc non_linear_quant ps mpv_flags lmin lmax`)

/** Of any audio encoder. */
export const AUDIO_OPTIONS = words(`
  b minrate maxrate q qscale profile compression_level cutoff frame_size strict threads tag bsf max_muxing_queue_size`)

const NVENC = `
  preset tune tier rc rc-lookahead surfaces cbr 2pass delay no-scenecut forced-idr b_adapt spatial-aq spatial_aq
  temporal-aq temporal_aq zerolatency nonref_p strict_gop aq-strength cq aud bluray-compat init_qpP init_qpB init_qpI qp
  qp_cb_offset qp_cr_offset weighted_pred b_ref_mode a53cc dpb_size multipass intra-refresh single-slice-intra-refresh
  max_slice_size constrained-encoding highbitdepth tile-rows tile-columns`

const VPX = `
  lag-in-frames arnr-maxframes arnr-strength arnr-type tune deadline quality error-resilient max-intra-rate crf
  static-thresh drop-threshold noise-sensitivity undershoot-pct overshoot-pct auto-alt-ref cpu-used speed sharpness`

/** Of one encoder, as `ffmpeg -h encoder=…` lists them. */
export const ENCODER_OPTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  libx264: words(`
    preset tune fastfirstpass wpredp a53cc crf crf_max qp aq-mode aq-strength psy psy-rd rc-lookahead weightb weightp
    intra-refresh bluray-compat b-bias b-pyramid mixed-refs 8x8dct fast-pskip aud mbtree deblock cplxblur partitions
    direct-pred slice-max-size nal-hrd avcintra-class me_method motion-est forced-idr chromaoffset noise_reduction
    x264-params x264opts`),
  libx265: words('crf qp forced-idr preset tune a53cc x265-params'),
  h264_nvenc: words(NVENC),
  hevc_nvenc: words(NVENC),
  av1_nvenc: words(NVENC),
  libsvtav1: words('preset crf qp svtav1-params'),
  'libaom-av1': words(`
    cpu-used auto-alt-ref lag-in-frames arnr-max-frames arnr-strength aq-mode error-resilience crf static-thresh
    drop-threshold denoise-noise-level denoise-block-size undershoot-pct overshoot-pct frame-parallel tiles tile-columns
    tile-rows row-mt enable-cdef enable-restoration usage tune still-picture aom-params`),
  libvpx: words(VPX),
  'libvpx-vp9': words(`${VPX} lossless tile-columns tile-rows frame-parallel aq-mode row-mt tune-content`),
  prores_ks: words('mbs_per_slice vendor bits_per_mb quant_mat alpha_bits'),
  dnxhd: words('nitris_compat ibias'),
  mpeg2video: words('scan_offset alternate_scan a53cc seq_disp_ext video_format b_sensitivity brd_scale'),
  mpeg4: words('data_partitioning alternate_scan mpeg_quant'),
  mjpeg: words('huffman force_duplicated_matrix'),
  png: words('dpi dpm pred'),
  libwebp: words('lossless preset cr_threshold cr_size quality'),
  ffv1: words('slicecrc'),
  libxvid: words('lumi_aq variance_aq gmc me_quality mpeg_quant'),
  jpeg2000: words('format tile_width tile_height pred sop eph prog layer_rates'),
  dvvideo: words('quant_deadzone'),
  aac: words('aac_coder aac_ms aac_is aac_pns aac_tns'),
  libmp3lame: words('reservoir joint_stereo abr copyright original'),
  libopus: words('application frame_duration packet_loss fec vbr mapping_family apply_phase_inv'),
  libvorbis: words('iblock'),
  ac3: words('dialnorm dsur_mode dmix_mode room_type mixing_level copyright original channel_coupling'),
  eac3: words('dialnorm dsur_mode dmix_mode room_type mixing_level copyright original channel_coupling'),
  flac: words('lpc_coeff_precision lpc_type lpc_passes ch_mode min_prediction_order max_prediction_order'),
  libtwolame: words('mode psymodel energy_levels error_protection copyright original'),
}

const MOV = `
  brand frag_duration frag_size min_frag_duration movflags moov_size movie_timescale use_editlist
  video_track_timescale write_btrt write_prft write_tmcd empty_hdlr_name skip_iods`

/** Of one container, by its muxer. */
export const MUXER_OPTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  ...{ mp4: words(MOV), mov: words(MOV), ipod: words(MOV) },
  matroska: words(
    'reserve_index_space cues_to_front cluster_size_limit cluster_time_limit default_mode write_crc32',
  ),
  webm: words('reserve_index_space cues_to_front cluster_size_limit cluster_time_limit default_mode'),
  mpegts: words(`
    mpegts_transport_stream_id mpegts_original_network_id mpegts_service_id mpegts_service_type mpegts_pmt_start_pid
    mpegts_start_pid mpegts_m2ts_mode muxrate pes_payload_size mpegts_flags mpegts_copyts tables_version
    omit_video_pes_length pcr_period pat_period sdt_period nit_period`),
  mxf: words('signal_standard store_user_comments'),
  avi: words('reserve_index_space write_channel_mask'),
  asf: words('packet_size'),
  flv: words('flvflags'),
  vob: words('muxrate preload'),
  wav: words('write_bext write_peak rf64'),
  aiff: words('write_id3v2 id3v2_version'),
  ogg: words('serial_offset page_duration'),
  opus: words('serial_offset page_duration'),
  mp3: words('id3v2_version write_id3v1 write_xing'),
  adts: words('write_id3v2 write_apetag write_mpeg2'),
  gif: words('loop final_delay'),
}

/** Of the file as a whole, for any container. */
const FILE = words(
  'fflags flush_packets max_interleave_delta avoid_negative_ts muxdelay muxpreload metadata timecode',
)

type Part = 'video' | 'audio' | 'file'

/** `name`: of the encoder or of the muxer. */
export function isOption(option: string, part: Part, name: string): boolean {
  switch (part) {
    case 'video':
      return VIDEO_OPTIONS.has(option) || (ENCODER_OPTIONS[name]?.has(option) ?? false)
    case 'audio':
      return AUDIO_OPTIONS.has(option) || (ENCODER_OPTIONS[name]?.has(option) ?? false)
    case 'file':
      return FILE.has(option) || (MUXER_OPTIONS[name]?.has(option) ?? false)
  }
}

/** Why a value of an option is refused; undefined if it is not. A list of parameters can name files. */
export function refusedValue(option: string, value: string): string | undefined {
  if (/[\0\n\r]/.test(value)) return 'has a line break'
  if (value === '') return 'is empty'
  if (option === 'bsf' && !/^[a-z0-9_]+$/.test(value)) return 'is not the name of a bitstream filter'
  if (!/(params|opts)$/.test(option)) return undefined
  const names = value.split(':').map((pair) => pair.split('=')[0] ?? '')
  const file = names.find((name) => NAMES_A_FILE.test(name))
  return file === undefined ? undefined : `has the parameter ${file}, which names a file`
}

/** Of x264, x265, SVT-AV1 and libaom. */
const NAMES_A_FILE =
  /file|stats|csv|cqm|dump|recon|input|output|load|save|reuse|lambda|scaling-list|dhdr10|dolby-vision-rpu|analysis|errlog|path|\bpass$|^log$/i

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
